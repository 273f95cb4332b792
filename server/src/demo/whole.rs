//! What is known of some customers beyond name and phone, written down by the people who serve them.
//!
//! By the product's own commands, shortly before now: so it is journaled as everything else is.

use jiff::ToSpan;
use lingke_customers::care::commands as care;
use lingke_customers::care::model::NewCareNeed;
use lingke_customers::commands as customers;
use lingke_customers::consents::commands as consents;
use lingke_customers::consents::model::{ConsentChannel, ConsentPurpose, NewConsent, Withdrawal};
use lingke_customers::holdings::commands as holdings;
use lingke_customers::holdings::model::{HoldingKind, HoldingStatus, NewHolding};
use lingke_customers::model::{CustomerId, NewIdentityDocument};
use lingke_customers::needs::commands as needs;
use lingke_customers::needs::model::{NeedKind, NewNeed, NextStep};
use lingke_customers::relations::commands as relations;
use lingke_customers::relations::model::{NewPerson, NewRelation, RelationKind};
use lingke_kernel::luhn;
use lingke_kernel::time::Day;
use lingke_organisation::authenticate::viewer_of_staff;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::MaybeExpected;

use super::WHOLE;
use super::chance::Chance;
use super::people::Known;
use super::world::World;

/// Of how many customers at most.
const CUSTOMERS_MAX: usize = 400;
/// Of how many one transaction writes.
const BATCH: usize = 50;

/// What an agent should know of, with what was said, and how often it occurs.
const CARE: &[(&str, &str, f64)] = &[
    ("elderly", "客户独居，重要通知请同时告知其女儿。", 5.0),
    ("hearing", "右耳听力弱，通话请放慢语速，事后发短信小结。", 2.0),
    ("visual", "视网膜病变，看不清小字，需要大字版材料。", 1.0),
    ("mobility", "膝关节术后，上下楼不便，优先上门办理。", 2.0),
    ("bereavement", "今年春天丧偶，名下账户正在办理继承。", 1.0),
    ("hardship", "单位停产，暂时只能还最低还款额。", 2.0),
    ("fraud_victim", "去年遭遇冒充客服诈骗，接到电话会先挂断再回拨。", 1.0),
    ("language", "只会讲粤语，需要安排会粤语的同事。", 1.0),
];

/// What customers hold: the kind, the product's code, and how often.
const HELD: &[(HoldingKind, &str, f64)] = &[
    (HoldingKind::Account, "DEP-CUR", 4.0),
    (HoldingKind::Card, "DC-STD", 6.0),
    (HoldingKind::Card, "CC-STD", 4.0),
    (HoldingKind::Card, "CC-GOLD", 2.0),
    (HoldingKind::Loan, "LN-HOME", 1.0),
    (HoldingKind::Loan, "LN-CONS", 1.0),
    (HoldingKind::Policy, "INS-LIFE", 1.0),
];

/// What was learnt, and what is done about it; nothing where it is only worth knowing.
const LEARNT: &[(NeedKind, &str, &str)] = &[
    (
        NeedKind::LifeEvent,
        "女儿明年九月出国读研，想了解换汇额度和留学贷款。",
        "发送留学金融产品对比，约时间面谈",
    ),
    (NeedKind::Need, "每月工资到账后想自动转入定期，现在每次手工操作。", "介绍智能存款签约办法"),
    (NeedKind::LifeEvent, "年底退休，开始考虑养老储备。", "预约理财经理做一次资产检视"),
    (NeedKind::LifeEvent, "刚搬到城东新居，常用网点要换。", "更新地址并告知附近网点"),
    (NeedKind::Need, "房贷想提前还一部分，问违约金怎么算。", "测算提前还款方案并回电"),
    (NeedKind::Preference, "不喜欢营销电话，有事发短信。", ""),
    (NeedKind::Preference, "只愿意和固定的客户经理联系。", ""),
];

/// The same of companies.
const LEARNT_OF_COMPANIES: &[(NeedKind, &str, &str)] = &[
    (NeedKind::Need, "门店收款笔数多，财务嫌对账麻烦。", "请商户部上门演示对账功能"),
    (NeedKind::Need, "年底集中发薪，担心当天代发失败。", "提前核对代发清单并安排专人值守"),
    (NeedKind::LifeEvent, "明年春天搬到开发区新厂，需要就近网点。", "介绍开发区支行并约见客户经理"),
    (NeedKind::Preference, "回单只要电子版，每月五日前发到财务邮箱。", ""),
];

/// Writes it down. The customers are the newest, whom the screens show first.
pub(crate) async fn tell(ctx: &Ctx, world: &World, seed: u64) -> Answer<()> {
    let agent = viewer_of_staff(&ctx.node, world.person("agent").id).await?;
    let known: Vec<_> = world.customers.iter().rev().take(CUSTOMERS_MAX).enumerate().collect();
    let today = world.now.day_in(&world.zone);
    for (batch, some) in known.chunks(BATCH).enumerate() {
        let before = i64::try_from((known.len() / BATCH).saturating_sub(batch)).unwrap_or(0) * 60;
        let ctx = Ctx { now: world.now.plus_seconds(-before), ..ctx.clone() };
        let mut tx = ctx.begin().await?;
        tx.act_as(agent.clone());
        for (n, customer) in some {
            let mut chance = Chance::of(seed, WHOLE, *n);
            if !customer.organisation {
                cares(&mut tx, &mut chance, customer.id, today).await?;
            }
            holds(&mut tx, &mut chance, (world, customer, *n)).await?;
            belongs(&mut tx, &mut chance, (world, customer, *n)).await?;
            learnt(&mut tx, &mut chance, (world, customer)).await?;
            agreed(&mut tx, &mut chance, customer.id, today).await?;
            if n % 40 == 7 && !customer.organisation {
                another_document(&mut tx, customer.id, *n).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// One to three holdings each. No issuer's numbers begin with 622000.
async fn holds(
    tx: &mut Tx,
    chance: &mut Chance,
    (world, customer, n): (&World, &Known, usize),
) -> Answer<()> {
    let today = world.now.day_in(&world.zone);
    for place in 0..1 + chance.below(3) {
        let (kind, code, _) = HELD[chance.weighted(HELD.iter().map(|(_, _, weight)| *weight))];
        let Some(product_id) = world.products.get(code) else { continue };
        let serial = n * 4 + place;
        let number = match kind {
            HoldingKind::Card => {
                let first = format!("622000{serial:012}");
                let check = luhn::check_digit(&first);
                format!("{first}{check}")
            }
            HoldingKind::Account => format!("6001{serial:012}"),
            HoldingKind::Loan => format!("LN2024{serial:08}"),
            HoldingKind::Policy => format!("P2025{serial:09}"),
        };
        let status = match chance.weighted([0.86, 0.06, 0.03, 0.05].into_iter()) {
            0 => HoldingStatus::Active,
            1 => HoldingStatus::Dormant,
            2 => HoldingStatus::Frozen,
            _ => HoldingStatus::Closed,
        };
        let new = NewHolding {
            kind,
            product_id: *product_id,
            number,
            status: Some(status),
            opened_on: Some(days_ago(today, 200 + chance.below(3000))),
            closed_on: None,
            unit_id: world.units.get(&customer.branch).copied(),
        };
        holdings::add(tx, customer.id, new).await?;
    }
    Ok(())
}

/// One in eight has somebody: a company its contact, a person an agent who may be another customer.
async fn belongs(
    tx: &mut Tx,
    chance: &mut Chance,
    (world, customer, n): (&World, &Known, usize),
) -> Answer<()> {
    if !chance.is_within(if customer.organisation { 0.8 } else { 0.125 }) {
        return Ok(());
    }
    let person = || Some(NewPerson { name: customer.title.clone(), phone: Some(format!("1990001{n:04}")) });
    let new = if customer.organisation {
        NewRelation {
            kind: RelationKind::CompanyContact,
            other_id: None,
            person: person(),
            scope: Some("日常业务联系、对账".to_owned()),
            document_ref: None,
            valid_until: None,
        }
    } else {
        let other = &world.customers[chance.below(world.customers.len())];
        let known = !other.organisation && other.id != customer.id && chance.is_within(0.6);
        NewRelation {
            kind: RelationKind::Agent,
            other_id: known.then_some(other.id),
            person: if known { None } else { person() },
            scope: Some("代办挂失、补卡和资料更新，不含取款".to_owned()),
            document_ref: Some(format!("授权委托书 2026-{n:03}")),
            valid_until: Some(world.now.day_in(&world.zone).saturating_add((30 + n as i64).days())),
        }
    };
    relations::add(tx, customer.id, new).await?;
    Ok(())
}

/// One in four told something.
async fn learnt(tx: &mut Tx, chance: &mut Chance, (world, customer): (&World, &Known)) -> Answer<()> {
    if !chance.is_within(0.25) {
        return Ok(());
    }
    let all = if customer.organisation { LEARNT_OF_COMPANIES } else { LEARNT };
    let (kind, words, step) = *chance.one(all);
    let today = world.now.day_in(&world.zone);
    let owners = ["agent", "manager", "complaints"];
    let owner: &&str = chance.one(&owners);
    let due_on = today.saturating_add(i64::try_from(chance.below(20)).unwrap_or(0).days());
    let next_step = (!step.is_empty()).then(|| NextStep {
        words: step.to_owned(),
        owner_id: Some(world.person(owner).id),
        due_on,
    });
    needs::add(tx, customer.id, NewNeed { kind, words: words.to_owned(), next_step }).await?;
    Ok(())
}

/// Everybody agreed to what serving them needs, half of them to more, and some took that back.
async fn agreed(tx: &mut Tx, chance: &mut Chance, id: CustomerId, today: Day) -> Answer<()> {
    let given_on = days_ago(today, 60 + chance.below(600));
    let channels = [ConsentChannel::Counter, ConsentChannel::App, ConsentChannel::Paper];
    let new = |purpose, text: &str, channel| NewConsent {
        purpose,
        text_version: text.to_owned(),
        given_on,
        channel,
    };
    let channel = *chance.one(&channels);
    let needed = new(ConsentPurpose::PersonalInformation, "个人信息处理授权书 2025 版", channel);
    consents::give(tx, id, needed).await?;
    if chance.is_within(0.5) {
        let more = new(ConsentPurpose::Marketing, "营销信息接收确认 2025 版", ConsentChannel::App);
        let made = consents::give(tx, id, more).await?;
        if chance.is_within(0.3) {
            let withdrawn_on = days_ago(today, chance.below(50));
            let back = Withdrawal { withdrawn_on, channel: ConsentChannel::Phone };
            consents::withdraw(tx, id, made, back).await?;
        }
    }
    Ok(())
}

/// One in eight has something we should know of.
async fn cares(tx: &mut Tx, chance: &mut Chance, id: CustomerId, today: Day) -> Answer<()> {
    if !chance.is_within(0.125) {
        return Ok(());
    }
    let (code, words, _) = CARE[chance.weighted(CARE.iter().map(|(_, _, weight)| *weight))];
    let consent_on = days_ago(today, 1 + chance.below(200));
    let words = chance.is_within(0.7).then(|| words.to_owned());
    care::record(tx, id, NewCareNeed { code: code.to_owned(), words, consent_on }).await?;
    Ok(())
}

/// Some bring a passport beside what they have: it waits for a second person.
async fn another_document(tx: &mut Tx, id: CustomerId, n: usize) -> Answer<()> {
    let passport = NewIdentityDocument {
        kind: "passport".to_owned(),
        number: format!("E{:08}", 99_000_000 + n),
        expires_on: None,
    };
    customers::add_identity_document(tx, id, MaybeExpected(None), passport).await?;
    Ok(())
}

fn days_ago(today: Day, days: usize) -> Day {
    today.saturating_sub(i64::try_from(days).unwrap_or(0).days())
}
