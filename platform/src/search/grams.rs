//! Texts as the index sees them: overlapping pairs of Chinese characters and whole Latin words.
//!
//! 被盗刷了 becomes 被盗 盗刷 刷了 了: whoever seeks any part of it seeks neighbours among these, and whoever seeks one
//! character seeks what begins with it. Width and case make no difference.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a word that are kept; longer ones differ in what nobody types.
const WORD_LETTERS_MAX: usize = 64;
/// From how many digits on a number with hyphens between them is one number: a case number, a telephone, a date.
const JOINED_DIGITS_MIN: usize = 8;

/// One word of the index, and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gram {
    /// Two Chinese characters, one alone, or a Latin word or number.
    pub word: String,
    /// The bytes of the text it was made from.
    pub range: Range<usize>,
    /// The bytes of its first letter.
    pub first: Range<usize>,
    /// Whether it is the last character of a Chinese run, alone; and whether the run is nothing else.
    pub last: Option<Run>,
}

/// How long the run of a last character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// It is the whole run.
    Single,
    /// Others stand before it.
    Longer,
}

struct Letter {
    is: char,
    range: Range<usize>,
}

/// The letters of a text in one width and case, each with the bytes it was made from.
fn letters(text: &str) -> Vec<Letter> {
    let mut all = Vec::with_capacity(text.len() / 2);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        while let Some((at, mark)) = chars.next_if(|(_, c)| is_combining_mark(*c)) {
            end = at + mark.len_utf8();
        }
        let single = end == start + first.len_utf8();
        if single && (first.is_ascii() || is_common_han(first)) {
            all.push(Letter { is: first.to_ascii_lowercase(), range: start..end });
            continue;
        }
        let plain = text[start..end].nfkc().flat_map(char::to_lowercase);
        all.extend(plain.nfkc().map(|is| Letter { is, range: start..end }));
    }
    all
}

fn is_common_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Characters that are written without spaces between words.
pub fn is_chinese(c: char) -> bool {
    is_common_han(c)
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
        || matches!(c, '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}') && c.is_alphanumeric()
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !is_chinese(c)
}

/// The words of a text, in order; the neighbours of one are its neighbours in the list.
pub fn grams(text: &str) -> Vec<Gram> {
    let letters = letters(text);
    let mut grams = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|letter| is_chinese(letter.is)).count();
        if run > 0 {
            chinese(&mut grams, &letters[at..at + run]);
            at += run;
            continue;
        }
        let length = latin_length(&letters[at..]);
        if length > 0 {
            grams.push(latin(&letters[at..at + length]));
        }
        at += length.max(1);
    }
    grams
}

fn chinese(grams: &mut Vec<Gram>, run: &[Letter]) {
    for pair in run.windows(2) {
        grams.push(Gram {
            word: [pair[0].is, pair[1].is].iter().collect(),
            range: pair[0].range.start..pair[1].range.end,
            first: pair[0].range.clone(),
            last: None,
        });
    }
    let last = &run[run.len() - 1];
    grams.push(Gram {
        word: last.is.to_string(),
        range: last.range.clone(),
        first: last.range.clone(),
        last: Some(if run.len() == 1 { Run::Single } else { Run::Longer }),
    });
}

/// How many letters the word takes that begins here; 0 when none does.
fn latin_length(letters: &[Letter]) -> usize {
    joined_number(letters).unwrap_or_else(|| letters.iter().take_while(|letter| is_latin(letter.is)).count())
}

/// The length of a long number with single hyphens in it.
fn joined_number(letters: &[Letter]) -> Option<usize> {
    let digit = |n: usize| letters.get(n).is_some_and(|letter| letter.is.is_ascii_digit());
    let hyphen =
        |n: usize| letters.get(n).is_some_and(|letter| matches!(letter.is, '-' | '\u{2010}' | '\u{2013}'));
    let (mut length, mut digits, mut hyphens) = (0, 0, 0);
    loop {
        if digit(length) {
            (length, digits) = (length + 1, digits + 1);
        } else if length > 0 && hyphen(length) && digit(length + 1) {
            (length, hyphens) = (length + 1, hyphens + 1);
        } else {
            break;
        }
    }
    let ends = letters.get(length).is_none_or(|letter| !is_latin(letter.is));
    (hyphens > 0 && digits >= JOINED_DIGITS_MIN && ends).then_some(length)
}

fn latin(letters: &[Letter]) -> Gram {
    let kept = letters.iter().map(|letter| letter.is).filter(|c| c.is_alphanumeric());
    Gram {
        word: kept.take(WORD_LETTERS_MAX).collect(),
        range: letters[0].range.start..letters[letters.len() - 1].range.end,
        first: letters[0].range.clone(),
        last: None,
    }
}

/// A text in one width and case, letters and digits only: for comparing names.
pub fn plain(text: &str) -> String {
    letters(text).into_iter().map(|letter| letter.is).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        grams(text).into_iter().map(|gram| gram.word).collect()
    }

    #[test]
    fn a_chinese_run_is_its_pairs_and_its_last_character() {
        assert_eq!(words("被盗刷了"), ["被盗", "盗刷", "刷了", "了"]);
        assert_eq!(words("卡"), ["卡"]);
        assert_eq!(words("盗刷，了"), ["盗刷", "刷", "了"]);
    }

    #[test]
    fn latin_words_are_whole_and_width_and_case_make_no_difference() {
        assert_eq!(words("ＥＴＣ扣费 Visa卡"), ["etc", "扣费", "费", "visa", "卡"]);
        assert_eq!(words("Caf\u{e9} cafe\u{301} ﬁne"), ["café", "café", "fine"]);
        assert_eq!(words("a@b.com"), ["a", "b", "com"]);
    }

    #[test]
    fn a_long_number_with_hyphens_is_one_number_and_a_short_one_is_not() {
        assert_eq!(words("26-0000-0018"), ["2600000018"]);
        assert_eq!(words("2026-11-25，3-5天"), ["20261125", "3", "5", "天"]);
        assert_eq!(words("12-34-56-78x"), ["12", "34", "56", "78x"]);
    }

    #[test]
    fn every_word_knows_its_place() {
        let text = "退「ＥＴＣ」费";
        let found = grams(text);
        let places: Vec<_> = found.iter().map(|gram| &text[gram.range.clone()]).collect();
        assert_eq!(places, ["退", "ＥＴＣ", "费"]);
    }
}
