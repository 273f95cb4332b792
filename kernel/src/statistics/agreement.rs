//! How far raters agree beyond chance.

use serde::Deserialize;

use super::{NoFigure, float};

/// How much a disagreement weighs by how far apart the categories are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// Every disagreement alike.
    #[default]
    None,
    /// By the distance.
    Linear,
    /// By the square of the distance.
    Quadratic,
}

/// Cohen's kappa of two raters; `table[i][j]` counts subjects put in `i` by one and `j` by the other.
///
/// Errors: not square, nothing counted, no variation.
pub fn cohen_kappa(table: &[Vec<u64>], weights: Weights) -> Result<f64, NoFigure> {
    let size = table.len();
    if size == 0 || table.iter().any(|row| row.len() != size) {
        return Err(NoFigure::BadShape);
    }
    let rows: Vec<f64> = table.iter().map(|row| row.iter().copied().map(float).sum()).collect();
    let columns: Vec<f64> = (0..size).map(|j| table.iter().map(|row| float(row[j])).sum()).collect();
    let total: f64 = rows.iter().sum();
    if total <= 0.0 {
        return Err(NoFigure::NoObservations);
    }
    let (mut seen, mut by_chance) = (0.0, 0.0);
    for (i, row) in table.iter().enumerate() {
        for (j, &count) in row.iter().enumerate() {
            let distance = float(i.abs_diff(j) as u64);
            let weight = match weights {
                Weights::None => f64::from(u8::from(i != j)),
                Weights::Linear => distance,
                Weights::Quadratic => distance * distance,
            };
            seen += weight * float(count);
            by_chance += weight * rows[i] * columns[j] / total;
        }
    }
    // 0/0: with one category used, agreement is certain and says nothing.
    if by_chance <= 0.0 { Err(NoFigure::NoVariation) } else { Ok(1.0 - seen / by_chance) }
}

/// Fleiss' kappa; a row per subject counts the raters that chose each category.
///
/// Errors: rows of different lengths, unequal or fewer than two raters, nothing counted, no variation.
pub fn fleiss_kappa(table: &[Vec<u64>]) -> Result<f64, NoFigure> {
    let first = table.first().ok_or(NoFigure::NoObservations)?;
    if first.is_empty() || table.iter().any(|row| row.len() != first.len()) {
        return Err(NoFigure::BadShape);
    }
    let raters_of = |row: &Vec<u64>| row.iter().copied().map(float).sum::<f64>();
    let raters = raters_of(first);
    if table.iter().any(|row| raters_of(row).total_cmp(&raters).is_ne()) {
        return Err(NoFigure::UnequalRaters);
    }
    if raters < 2.0 {
        return Err(NoFigure::TooFewRaters);
    }
    let subjects = float(table.len() as u64);
    let agreement = |row: &Vec<u64>| {
        let squares: f64 = row.iter().map(|&c| float(c) * float(c)).sum();
        (squares - raters) / (raters * (raters - 1.0))
    };
    let seen = table.iter().map(agreement).sum::<f64>() / subjects;
    let share =
        |category: usize| table.iter().map(|row| float(row[category])).sum::<f64>() / (subjects * raters);
    let by_chance: f64 = (0..first.len()).map(|category| share(category).powi(2)).sum();
    if by_chance >= 1.0 { Err(NoFigure::NoVariation) } else { Ok((seen - by_chance) / (1.0 - by_chance)) }
}
