//! Where in a text a hit is: pieces of text, each a hit or not. Never markup.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::grams::{Gram, grams};
use super::query::{Phrase, Query};

/// Characters shown before the first hit of a long text, at most; fewer where little is shown.
const BEFORE_CHARS: usize = 16;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// Whether this is what was sought.
    pub hit: bool,
}

/// A text with its hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighted {
    /// The pieces, in order.
    pub segments: Vec<Segment>,
    /// How many of the query's phrases are there.
    pub found: usize,
}

impl Query {
    /// How many phrases are sought.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// The text with its hits, cut to about `chars_max` characters around the first one, on one line.
    pub fn highlight(&self, text: &str, chars_max: usize) -> Highlighted {
        let grams = grams(text);
        let hits: Vec<Vec<Range<usize>>> = self.phrases.iter().map(|phrase| places(&grams, phrase)).collect();
        let found = hits.iter().filter(|places| !places.is_empty()).count();
        let hits = joined(hits.into_iter().flatten().collect());
        let window = window(text, hits.first(), chars_max);
        Highlighted { segments: segments(text, &window, &hits), found }
    }
}

fn places(grams: &[Gram], phrase: &Phrase) -> Vec<Range<usize>> {
    let length = phrase.words.len();
    let fits = |window: &&[Gram]| {
        window.iter().zip(&phrase.words).enumerate().all(|(n, (gram, word))| {
            let open = phrase.open && n + 1 == length;
            if open { gram.word.starts_with(word.as_str()) } else { gram.word == *word }
        })
    };
    let place = |window: &[Gram]| {
        let last = &window[length - 1];
        let end = if phrase.open { last.first.end } else { last.range.end };
        window[0].range.start..end
    };
    grams.windows(length.max(1)).filter(fits).map(place).collect()
}

/// Overlapping and touching places as one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(before) if place.start <= before.end => before.end = before.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

/// Which bytes are shown: from a little before the first hit.
fn window(text: &str, first: Option<&Range<usize>>, chars_max: usize) -> Range<usize> {
    let fits = text.char_indices().nth(chars_max).is_none();
    let start = match first {
        Some(first) if !fits => {
            let before = text[..first.start].char_indices().rev();
            before.take(BEFORE_CHARS.min(chars_max / 4)).last().map_or(first.start, |(at, _)| at)
        }
        _ => 0,
    };
    let end = text[start..].char_indices().nth(chars_max).map_or(text.len(), |(at, _)| start + at);
    start..end
}

fn segments(text: &str, window: &Range<usize>, hits: &[Range<usize>]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| {
        if range.start < range.end {
            segments.push(Segment { text: on_one_line(&text[range]), hit });
        }
    };
    let mut at = window.start;
    for hit in hits {
        let (start, end) = (hit.start.max(at), hit.end.min(window.end));
        if start < end {
            push(at..start, false);
            push(start..end, true);
            at = end;
        }
    }
    push(at..window.end, false);
    if window.start > 0 {
        segments.insert(0, Segment { text: "…".to_owned(), hit: false });
    }
    if window.end < text.len() {
        segments.push(Segment { text: "…".to_owned(), hit: false });
    }
    segments
}

fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &str, text: &str) -> String {
        let shown = Query::of(typed).highlight(text, 40).segments;
        shown.iter().map(|one| if one.hit { format!("[{}]", one.text) } else { one.text.clone() }).collect()
    }

    #[test]
    fn hits_stand_where_they_are_read() {
        assert_eq!(marked("盗刷", "信用卡被盗刷了"), "信用卡被[盗刷]了");
        assert_eq!(marked("被盗 盗刷", "信用卡被盗刷了"), "信用卡[被盗刷]了");
        assert_eq!(marked("卡", "信用卡被吞，卡"), "信用[卡]被吞，[卡]");
        assert_eq!(marked("etc 扣费", "ＥＴＣ重复扣费"), "[ＥＴＣ]重复[扣费]");
        assert_eq!(marked("\"late fee\"", "A Late fee, a late-fee"), "A [Late fee], a [late-fee]");
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit() {
        let text = format!("{}被盗刷{}", "前".repeat(100), "后".repeat(100));
        let shown = marked("盗刷", &text);
        assert_eq!(shown, format!("…{}被[盗刷]{}…", "前".repeat(9), "后".repeat(28)));
        assert_eq!(marked("没有", "一行\n两行"), "一行 两行");
    }

    #[test]
    fn every_phrase_that_is_there_counts() {
        let query = Query::of("盗刷 退款 无关");
        assert_eq!((query.len(), query.highlight("盗刷后要求退款", 40).found), (3, 2));
    }
}
