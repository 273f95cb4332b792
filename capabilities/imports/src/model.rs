//! The nouns, plain data.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::StaffId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

id_kind!(
    /// One uploaded file and what became of it.
    ImportMark, "imp", ImportId
);

id_kind!(
    /// One run of an import: whoever has its id holds the import.
    RunMark, "run", RunId
);

/// Problems, and remarks, that a report lists at most; the rest is only counted.
pub const LISTED_MAX: usize = 1000;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is here; nobody said yet that it shall be imported.
    Uploaded,
    /// Rows go in.
    Running,
    /// All rows were read.
    Done,
    /// Somebody stopped it; what went in stays.
    Cancelled,
    /// It could not go on.
    Failed,
}

impl ImportState {
    /// As the database writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
    /// Whether a run may begin.
    pub fn may_run(self) -> bool {
        matches!(self, Self::Uploaded | Self::Cancelled | Self::Failed)
    }
    /// Whether it has come to an end.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

impl From<ImportState> for sea_orm::Value {
    fn from(state: ImportState) -> Self {
        state.code().into()
    }
}

impl sea_orm::TryGetable for ImportState {
    fn try_get_by<I: sea_orm::ColIdx>(
        row: &sea_orm::QueryResult,
        index: I,
    ) -> Result<Self, sea_orm::TryGetError> {
        let code = String::try_get_by(row, index)?;
        let all = [Self::Uploaded, Self::Running, Self::Done, Self::Cancelled, Self::Failed];
        let unknown = || sea_orm::DbErr::Type(format!("unknown state of an import: {code}")).into();
        all.into_iter().find(|state| state.code() == code).ok_or_else(unknown)
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// Rows dealt with: those made, those that were there and those that could not be taken.
    pub rows: u64,
    /// Rows that became cases.
    pub created: u64,
    /// Rows that were there already.
    pub duplicates: u64,
    /// Rows that could not be taken.
    pub errors: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
}

/// What is wrong with a row, or what was changed in it. The console has words for each code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Objection {
    /// A required field is empty.
    #[error("{field} is empty")]
    Empty {
        /// The field's code.
        field: String,
    },
    /// A field is longer than it may be.
    #[error("{field} is too long: at most {max} characters")]
    TooLong {
        /// The field's code.
        field: String,
        /// The most characters.
        max: usize,
    },
    /// A day cannot be read.
    #[error("{field} is not a day: {text}")]
    NotADay {
        /// The field's code.
        field: String,
        /// The beginning of what stands there.
        text: String,
    },
    /// A day is before all complaints, or in the future.
    #[error("{field} cannot be right: {text}")]
    ImpossibleDay {
        /// The field's code.
        field: String,
        /// The beginning of what stands there.
        text: String,
    },
    /// A column is not UTF-8.
    #[error("{column} is not UTF-8")]
    NotUtf8 {
        /// The column's name.
        column: String,
    },
    /// A column holds control characters.
    #[error("{column} holds control characters")]
    ControlCharacters {
        /// The column's name.
        column: String,
    },
    /// A quotation mark is open where the file ends.
    #[error("a quotation mark is not closed before the file ends")]
    QuoteOpen,
    /// The row is longer than a row may be.
    #[error("longer than a row may be; a quotation mark may not be closed")]
    RowTooLong,
    /// Text stands between a closing quotation mark and the end of its field.
    #[error("text follows a closing quotation mark; an earlier one may not be closed")]
    QuoteInside,
    /// The row has not as many fields as the header.
    #[error("{found} fields where the header has {wanted}")]
    WrongWidth {
        /// Its fields.
        found: usize,
        /// The header's.
        wanted: usize,
    },
    /// The row went in with its narrative cut.
    #[error("imported; the narrative of {length} characters was cut to {max}")]
    NarrativeCut {
        /// Its characters.
        length: usize,
        /// Those that were kept.
        max: usize,
    },
}

/// Something to tell about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowRemark {
    /// The line it begins on; the first line of the file is 1.
    pub line: u64,
    /// What it is, in an English sentence.
    pub reason: String,
    /// The same for a program.
    pub why: Objection,
}

impl RowRemark {
    /// Tells `why` of the row that begins on `line`.
    pub fn new(line: u64, why: Objection) -> Self {
        Self { line, reason: why.to_string(), why }
    }
}

/// What became of a file. `rows` is the sum of those created, duplicate and wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that became cases.
    pub created: u64,
    /// Rows that were there already, from an earlier import or from earlier in the file.
    pub duplicates: u64,
    /// Columns that hold nothing known; they were left out.
    pub unknown_columns: Vec<String>,
    /// Rows that could not be taken; at most the first thousand.
    pub errors: Vec<RowRemark>,
    /// How many rows could not be taken, where that is more than are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors_total: Option<u64>,
    /// Rows that went in changed, such as a narrative that was cut; at most the first thousand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<RowRemark>,
}

impl Report {
    /// Adds a row that could not be taken.
    pub fn add_error(&mut self, error: RowRemark) {
        if self.errors.len() < LISTED_MAX {
            self.errors.push(error);
        } else {
            self.errors_total = Some(self.errors_total.unwrap_or(LISTED_MAX as u64) + 1);
        }
    }

    /// Adds a remark on a row that went in.
    pub fn add_note(&mut self, note: RowRemark) {
        if self.notes.len() < LISTED_MAX {
            self.notes.push(note);
        }
    }

    /// How many rows could not be taken.
    pub fn errors_counted(&self) -> u64 {
        self.errors_total.unwrap_or(self.errors.len() as u64)
    }
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    /// The field it holds; null when it is left out.
    pub maps_to: Option<String>,
}

/// The beginning of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Its columns, as guessed.
    pub columns: Vec<Column>,
    /// Its first rows, cell by cell, long ones cut.
    pub sample: Vec<Vec<String>>,
    /// About how many rows it has.
    pub rows_estimate: u64,
}

/// An import as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// `cfpb`.
    pub format: String,
    /// The file's name as it was sent.
    pub file_name: String,
    /// The content.
    pub sha256: String,
    /// Where it stands.
    pub state: ImportState,
    /// The beginning of the file, as JSON.
    pub preview: String,
    /// What a person said of the columns, as JSON.
    pub mapping: Option<String>,
    /// How far it has come, as JSON.
    pub progress: String,
    /// What became of it, as JSON.
    pub report: Option<String>,
    /// Why it failed: a code.
    pub failure: Option<String>,
    /// The run that holds it, or held it last.
    pub run_id: Option<RunId>,
    /// Who brought it.
    pub staff_id: StaffId,
    /// When it was uploaded.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}
