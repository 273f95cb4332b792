//! Fills the placeholders of a template, each once per case.

use std::collections::BTreeMap;

use lingke_kernel::time::Instant;

use super::chance::Chance;
use super::content::Template;
use super::people::Known;
use super::world::{Colleague, World};

/// `text` with each `{name}` replaced by its value; one that has none stays as it is.
pub(crate) fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match value(name) {
            Some(value) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// The values of one case.
pub(crate) struct Words(BTreeMap<String, String>);

impl Words {
    /// Draws all values of a case that `handler` answers.
    pub(crate) fn of(
        world: &World,
        chance: &mut Chance,
        template: &Template,
        customer: &Known,
        (handler, opened_at): (&Colleague, Instant),
    ) -> Self {
        let drawn = &world.content.cases.placeholders.values;
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (name, choices) in drawn {
            values.insert(name.clone(), chance.one(choices).clone());
        }
        let branch = world.content.house.units.iter().find(|unit| unit.code == customer.branch);
        let others = world.staff.iter().filter(|one| one.unit == "CSC-VOICE" && one.id != handler.id);
        let others: Vec<&Colleague> = others.collect();
        let own = [
            ("amount", amount(chance, template.amount)),
            ("date", day_before(world, chance, opened_at)),
            ("card_tail", format!("{:04}", chance.below(10_000))),
            ("branch", branch.map(|unit| unit.name.clone()).unwrap_or_default()),
            ("city", customer.city.clone()),
            ("title", customer.title.clone()),
            ("agent", handler.name.clone()),
            ("colleague", chance.one(&others).name.clone()),
        ];
        values.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Self(values)
    }

    /// `text` with its placeholders filled.
    pub(crate) fn fill(&self, text: &str) -> String {
        fill(text, |name| self.0.get(name).map(String::as_str))
    }
}

/// As people say it: 5000 rather than 5013, 30万 rather than 300000. Small sums are likelier than large ones.
fn amount(chance: &mut Chance, [low, high]: [f64; 2]) -> String {
    let drawn = (low.ln() + (high.ln() - low.ln()) * chance.share()).exp();
    let step = match drawn {
        ..100.0 => 1.0,
        ..1000.0 => 10.0,
        ..10_000.0 => 100.0,
        ..100_000.0 => 1000.0,
        _ => 10_000.0,
    };
    let rounded = ((drawn / step).round() * step).clamp(low, high).round() as i64;
    if rounded >= 10_000 && rounded % 10_000 == 0 {
        format!("{}万", rounded / 10_000)
    } else {
        rounded.to_string()
    }
}

/// Three to ten days before the case was opened, `3月12日`.
fn day_before(world: &World, chance: &mut Chance, opened_at: Instant) -> String {
    let days = i64::try_from(3 + chance.below(8)).unwrap_or(3);
    let day = opened_at.plus_seconds(-days * 86_400).day_in(&world.zone);
    format!("{}月{}日", day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_value_is_filled_and_what_has_none_stays() {
        let value = |name: &str| (name == "title").then_some("王女士");
        assert_eq!(fill("{title}，您好，{title}", value), "王女士，您好，王女士");
        assert_eq!(fill("a {other} b { c", value), "a {other} b { c");
    }

    #[test]
    fn amounts_are_round_and_within_their_range() {
        let mut chance = Chance::of(1, 0, 0);
        for _ in 0..1000 {
            let said = amount(&mut chance, [5000.0, 300_000.0]);
            let yuan: f64 = match said.strip_suffix('万') {
                Some(wan) => wan.parse::<f64>().unwrap() * 10_000.0,
                None => said.parse().unwrap(),
            };
            assert!((5000.0..=300_000.0).contains(&yuan) && yuan % 100.0 == 0.0, "{said}");
        }
    }
}
