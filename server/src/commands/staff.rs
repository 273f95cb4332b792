//! `lingke admin create` and `lingke token create`: the first person, and tokens for programs.

use std::process::ExitCode;

use clap::Subcommand;
use lingke_organisation::commands::setup;
use lingke_organisation::model::Institution;
use lingke_platform::config::Config;

use super::node_at_rest;

/// What can be done with administrators.
#[derive(Subcommand)]
pub enum Admin {
    /// Make an administrator, and the institution in a new database; prints the initial password
    Create {
        /// What they sign in with
        #[arg(long)]
        login: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// The institution's name, needed in a new database
        #[arg(long)]
        institution: Option<String>,
        /// The zone in which the institution counts its days
        #[arg(long, default_value = "Asia/Shanghai")]
        time_zone: String,
    },
}

/// What can be done with tokens.
#[derive(Subcommand)]
pub enum Token {
    /// Make a token with the rights of a login; prints it alone as the last line
    Create {
        /// Whose rights it has
        #[arg(long)]
        login: String,
        /// What it is for
        #[arg(long)]
        name: String,
    },
}

/// Makes an administrator.
pub async fn admin(config: Config, command: Admin) -> anyhow::Result<ExitCode> {
    let Admin::Create { login, name, institution, time_zone } = command;
    let institution =
        institution.map(|name| Institution { name_en: name.clone(), name, time_zone, demo: false });
    let node = node_at_rest(config).await?;
    let made = setup::create_administrator(&node, &login, &name, institution).await;
    node.stop().await;
    let initial = made?;
    println!("Administrator {login}; the initial password, to be changed at the first sign-in:");
    println!("{initial}");
    Ok(ExitCode::SUCCESS)
}

/// Makes a token.
pub async fn token(config: Config, command: Token) -> anyhow::Result<ExitCode> {
    let Token::Create { login, name } = command;
    let node = node_at_rest(config).await?;
    let made = setup::create_token(&node, &login, &name).await;
    node.stop().await;
    println!("{}", made?);
    Ok(ExitCode::SUCCESS)
}
