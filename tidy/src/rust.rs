//! What Rust sources are made of, as far as the tests ask.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::Source;

/// A function and where its lines are, without its documentation and attributes.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its signature.
    pub first_line: usize,
    /// How many lines it has, signature and closing brace included.
    pub lines: usize,
    /// Its attributes, as written: `test`, `ignore = "slow"`.
    pub attributes: Vec<String>,
}

/// All Rust files of the workspace.
pub fn files() -> Vec<Source> {
    crate::sources("", &[".rs"])
}

/// Every function with a body in `source`, methods and tests included.
///
/// # Errors
/// When the file is not Rust.
pub fn functions(source: &Source) -> syn::Result<Vec<Function>> {
    let mut found = Functions::default();
    found.visit_file(&syn::parse_file(&source.text)?);
    Ok(found.0)
}

#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, body: &syn::Block, attributes: &[syn::Attribute]) {
        let first_line = signature.span().start().line;
        let last_line = body.span().end().line;
        let attributes = attributes.iter().map(|a| path_of(a.path())).collect();
        let name = signature.ident.to_string();
        self.0.push(Function { name, first_line, lines: last_line + 1 - first_line, attributes });
    }
}

fn path_of(path: &syn::Path) -> String {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block, &item.attrs);
        visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block, &item.attrs);
        visit::visit_impl_item_fn(self, item);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.add(&item.sig, body, &item.attrs);
        }
        visit::visit_trait_item_fn(self, item);
    }
}
