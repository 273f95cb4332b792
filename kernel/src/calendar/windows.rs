//! Walking forward date by date, with the working time that falls on each.

use super::wall::Wall;
use super::{Calendar, CalendarError};
use crate::time::{Day, Instant};

/// Working time, from..to, of a period that started on `day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) day: Day,
}

/// One date as moments: from its midnight to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) day: Day,
    pub(super) from: Instant,
    pub(super) to: Instant,
}

/// The dates from one on. Never ends by itself: whoever walks stops at a limit.
pub(super) struct Windows<'a> {
    calendar: &'a Calendar,
    wall: Wall<'a>,
    day: Day,
    from: Instant,
    /// The working time of the last window, in order, nothing twice.
    pub(super) pieces: Vec<Piece>,
}

impl<'a> Windows<'a> {
    /// Windows that begin at or before `start`.
    pub(super) fn around(calendar: &'a Calendar, start: Instant) -> Result<Self, CalendarError> {
        // Where midnight occurs twice the moment may belong to the window before its date's.
        let day = start.day_in(&calendar.zone).yesterday().map_err(|_| CalendarError::OutOfRange)?;
        let mut wall = Wall::new(&calendar.zone);
        let from = wall.instant(day, 0);
        Ok(Self { calendar, wall, day, from, pieces: Vec::new() })
    }

    /// The next date, its working time left in `pieces`. Errors past year 9998.
    pub(super) fn next(&mut self) -> Result<Window, CalendarError> {
        let day = self.day;
        let tomorrow = day.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
        if tomorrow.year() > 9_998 || day.year() < 1 {
            return Err(CalendarError::OutOfRange);
        }
        let from = self.from;
        let to = self.wall.instant(tomorrow, 0).max(from);
        (self.day, self.from) = (tomorrow, to);
        let window = Window { day, from, to };
        self.collect(window)?;
        Ok(window)
    }

    fn collect(&mut self, window: Window) -> Result<(), CalendarError> {
        self.pieces.clear();
        // Around a change of the clocks a period may be moved by up to a day
        // (Samoa left out 2011-12-30), so look at its neighbours too.
        let (before, after) = match (self.wall.is_steady(window.day), self.calendar.crosses_midnight) {
            (true, false) => (0, 0),
            (true, true) => (1, 0),
            (false, _) => (3, 1),
        };
        let mut day = window.day;
        for _ in 0..before {
            day = day.yesterday().map_err(|_| CalendarError::OutOfRange)?;
        }
        for _ in 0..=(before + after) {
            self.collect_day(day, window);
            day = day.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
        }
        if before + after > 0 {
            count_once(&mut self.pieces);
        }
        Ok(())
    }

    fn collect_day(&mut self, day: Day, window: Window) {
        for period in self.calendar.hours_of(day).0 {
            let from = self.wall.instant(day, period.open).max(window.from);
            let to = self.wall.instant(day, period.close).min(window.to);
            if from < to {
                self.pieces.push(Piece { from, to, day });
            }
        }
    }
}

/// Sorts, and cuts from each piece what an earlier one already covers.
fn count_once(pieces: &mut Vec<Piece>) {
    pieces.sort_by_key(|p| (p.from, p.day));
    let mut covered = Instant::from_micros(i64::MIN);
    for piece in pieces.iter_mut() {
        piece.from = piece.from.max(covered);
        covered = covered.max(piece.to);
    }
    pieces.retain(|p| p.from < p.to);
}
