//! What is read in one go stays short enough for it.

use lingke_tidy::{Objections, rust, sources};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 60;
const COMPONENT_LINES_MAX: usize = 150;

#[test]
fn no_rust_file_is_over_500_lines_and_no_function_over_60() {
    let mut objections = Objections::default();
    for source in rust::files() {
        let lines = source.text.lines().count();
        objections.unless(lines <= FILE_LINES_MAX, &source.path, format!("{lines} lines"));
        match rust::functions(&source) {
            Err(error) => objections.add(&source.path, error),
            Ok(functions) => {
                for function in functions {
                    let place = format!("{}:{}", source.path, function.first_line);
                    let what = format!("`{}` has {} lines", function.name, function.lines);
                    objections.unless(function.lines <= FUNCTION_LINES_MAX, place, what);
                }
            }
        }
    }
    objections.none();
}

#[test]
fn no_component_is_over_150_lines_and_no_script_over_500() {
    let mut objections = Objections::default();
    for folder in ["web", "e2e"] {
        for source in sources(folder, &[".ts", ".tsx"]) {
            if source.path.ends_with("schema.d.ts") {
                continue; // generated
            }
            let component = source.path.starts_with("web/src/") && source.path.ends_with(".tsx");
            let max = if component { COMPONENT_LINES_MAX } else { FILE_LINES_MAX };
            let lines = source.text.lines().count();
            objections.unless(lines <= max, &source.path, format!("{lines} lines, at most {max}"));
        }
    }
    objections.none();
}
