//! Customers of the demo institution, put together from parts. Nobody can be reached at what they give.

use jiff::ToSpan;
use jiff::civil::Date;
use lingke_customers::address::Address;
use lingke_customers::model::{
    ContactKind, ContactRow, CustomerClass, CustomerId, CustomerKind, CustomerRecord, CustomerRow,
    IdentityRow, VerificationState, Verified, VerifiedHow,
};
use lingke_customers::number::customer_number;
use lingke_customers::protection::Personal;
use lingke_customers::wish::{WishChannel, WishDays, WishLanguage};
use lingke_kernel::time::Instant;
use lingke_kernel::{credit_code, personal};

use super::chance::Chance;
use super::content::{Content, Place};
use super::words::fill;

/// What stories know of a customer.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: CustomerId,
    pub(crate) since: Instant,
    pub(crate) organisation: bool,
    /// `王女士`
    pub(crate) title: String,
    /// The code of their sub-branch.
    pub(crate) branch: String,
    pub(crate) city: String,
}

/// Who is made: one who came at `since`, with the number `number` of the series, seen on `today`.
pub(crate) struct Newcomer {
    pub(crate) since: Instant,
    pub(crate) number: i64,
    pub(crate) today: Date,
}

/// A customer's name and what follows from it.
struct Identity {
    name: String,
    title: String,
    /// For an e-mail address.
    latin: &'static str,
    age: i16,
}

/// Makes a customer: the rows, and what stories need.
pub(crate) fn make(content: &Content, chance: &mut Chance, new: &Newcomer) -> (CustomerRecord, Known) {
    let organisation = chance.is_within(content.customers.mix.organisation_share);
    let identity = if organisation { a_company(content, chance, new) } else { a_person(content, chance) };
    let places = &content.customers.addresses.places;
    let place = &places[chance.weighted(places.iter().map(|place| place.weight))];
    let branch = chance.one(&place.branches).clone();
    let id = chance.id(new.since);
    let kind = if organisation { CustomerKind::Organisation } else { CustomerKind::Person };
    let mut row = CustomerRow::new(id, customer_number(new.number), identity.name.clone(), new.since);
    row.kind = kind;
    row.class = class(chance);
    row.note = note(content, chance, &identity, organisation);
    if organisation {
        let whole = identity.name.contains("公司");
        let city = place.city.trim_end_matches('市');
        row.registered_name =
            if whole { identity.name.clone() } else { format!("{city}{}有限公司", identity.name) };
    }
    wishes(chance, &mut row);
    reviews(chance, &mut row, new);
    let contact_points = contacts(content, chance, &row, (&identity, place, new.number));
    let identity_documents = documents(chance, &row, &identity, new);
    let known =
        Known { id, since: new.since, organisation, title: identity.title, branch, city: place.city.clone() };
    (
        CustomerRecord {
            row,
            contact_points,
            identity_documents,
            care_needs: Vec::new(),
            relations: Vec::new(),
            holdings: Vec::new(),
        },
        known,
    )
}

fn a_person(content: &Content, chance: &mut Chance) -> Identity {
    let parts = &content.customers;
    let female = chance.is_within(parts.mix.female_share);
    let bands = &parts.mix.age_bands;
    let band = &bands[chance.weighted(bands.iter().map(|band| band.weight))];
    let age = chance.between(f64::from(band.from), f64::from(band.to) + 1.0) as i16;
    let sex = if female { "female" } else { "male" };
    let generation = match age {
        ..=35 => "young",
        36..=60 => "middle",
        _ => "senior",
    };
    let surname = a_surname(content, chance);
    let given = parts.given_names.get(&format!("{sex}_{generation}"));
    let given = given.map_or("", |names| chance.one(names).as_str());
    let title = format!("{surname}{}", if female { "女士" } else { "先生" });
    Identity { name: format!("{surname}{given}"), title, latin: latin(surname), age }
}

fn a_company(content: &Content, chance: &mut Chance, new: &Newcomer) -> Identity {
    let parts = &content.customers.organisations;
    let surname = a_surname(content, chance);
    let title = match chance.one(&parts.contact_titles).as_str() {
        "法定代表人" => "总",
        "财务经理" => "经理",
        "办公室主任" => "主任",
        "门店店长" => "店长",
        other => other,
    };
    let name = chance.one(&parts.names);
    // Names repeat once all are taken: then a branch of the same company.
    let times = usize::try_from(new.number).unwrap_or(0) / (parts.names.len() * 16);
    let name = if times == 0 { name.clone() } else { format!("{name}第{times}分公司") };
    Identity { name, title: format!("{surname}{title}"), latin: latin(surname), age: 40 }
}

fn a_surname<'a>(content: &'a Content, chance: &mut Chance) -> &'a str {
    let surnames = &content.customers.surnames.weighted;
    &surnames[chance.weighted(surnames.iter().map(|surname| surname.weight))].name
}

fn class(chance: &mut Chance) -> CustomerClass {
    match chance.weighted([0.88, 0.10, 0.02].into_iter()) {
        0 => CustomerClass::Ordinary,
        1 => CustomerClass::Valued,
        _ => CustomerClass::Private,
    }
}

fn note(content: &Content, chance: &mut Chance, identity: &Identity, organisation: bool) -> String {
    const OF_THE_OLD: [&str; 5] = ["高龄", "耳背", "行动不便", "子女代为", "家中老人"];
    if organisation || !chance.is_within(0.3) {
        return String::new();
    }
    let phrase = chance.one(&content.customers.notes.phrases);
    let fits = identity.age >= 61 || !OF_THE_OLD.iter().any(|words| phrase.contains(words));
    if fits { phrase.clone() } else { String::new() }
}

/// A third of them said how they want to be reached.
fn wishes(chance: &mut Chance, row: &mut CustomerRow) {
    if !chance.is_within(0.33) {
        return;
    }
    let channels =
        [WishChannel::Phone, WishChannel::Phone, WishChannel::Wechat, WishChannel::Sms, WishChannel::Email];
    let hours = [("09:00", "11:30"), ("14:00", "17:30"), ("18:30", "20:30")];
    let (from, until) = *chance.one(&hours);
    row.wish_channel = Some(*chance.one(&channels));
    row.wish_days = Some(if chance.is_within(0.7) { WishDays::Workdays } else { WishDays::Weekends });
    (row.wish_from, row.wish_until) = (Some(from.to_owned()), Some(until.to_owned()));
    row.wish_language = chance.is_within(0.12).then_some(WishLanguage::Cantonese);
}

/// A quarter of them were looked at some time ago, and are due within the year or were lately.
fn reviews(chance: &mut Chance, row: &mut CustomerRow, new: &Newcomer) {
    if !chance.is_within(0.25) {
        return;
    }
    let ago = 1 + i64::try_from(chance.below(360)).unwrap_or(0);
    let reviewed = new.today.saturating_sub(ago.days());
    row.reviewed_on = Some(reviewed.to_string());
    row.next_review_on = Some(reviewed.saturating_add(340.days()).to_string());
}

/// Most phones were called back, some mail came back.
fn verified(chance: &mut Chance, kind: ContactKind, since: Instant) -> Verified {
    let (state, how) = match kind {
        ContactKind::Phone if chance.is_within(0.6) => (VerificationState::Verified, VerifiedHow::CallBack),
        ContactKind::Phone if chance.is_within(0.05) => {
            (VerificationState::Bounced, VerifiedHow::NotInService)
        }
        ContactKind::Email if chance.is_within(0.08) => (VerificationState::Bounced, VerifiedHow::Returned),
        _ => return Verified::default(),
    };
    Verified { state, how: Some(how), at: Some(since.plus_seconds(3600)), ..Verified::default() }
}

fn contacts(
    content: &Content,
    chance: &mut Chance,
    row: &CustomerRow,
    (identity, place, number): (&Identity, &Place, i64),
) -> Vec<ContactRow> {
    let mut values = vec![(ContactKind::Phone, format!("1990000{number:04}"))];
    if chance.is_within(0.55) {
        let domain = chance.one(&content.customers.emails.domains);
        values.push((ContactKind::Email, format!("{}{number:04}@{domain}", identity.latin)));
    }
    if chance.is_within(0.45) {
        let address = an_address(content, chance, place).packed();
        values.push((ContactKind::Address, address.in_the_clear().to_owned()));
    }
    if chance.is_within(0.2) {
        values.push((ContactKind::Wechat, format!("{}_{number:05}", identity.latin)));
    }
    let rows = values.into_iter().zip(0_i64..).map(|((kind, value), n)| {
        let created_at = row.created_at.plus_micros(n);
        let id = chance.id(created_at);
        ContactRow {
            id,
            customer_id: row.id,
            kind,
            value: Personal::new(&value),
            preferred: kind == ContactKind::Phone,
            verified: verified(chance, kind, created_at),
            created_at,
        }
    });
    rows.collect()
}

fn an_address(content: &Content, chance: &mut Chance, place: &Place) -> Address {
    let parts = &content.customers.addresses;
    let district = chance.one(&place.districts).clone();
    let numbers: Vec<String> =
        [300, 30, 4].into_iter().map(|top| (1 + chance.below(top)).to_string()).collect();
    let room = format!("{}0{}", 1 + chance.below(18), 1 + chance.below(4));
    let values = [
        ("street", chance.one(&parts.streets).as_str()),
        ("estate", chance.one(&parts.estates).as_str()),
        ("number", numbers[0].as_str()),
        ("building", numbers[1].as_str()),
        ("unit", numbers[2].as_str()),
        ("room", room.as_str()),
    ];
    let style: &String = chance.one(&parts.address_styles);
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    Address {
        province: place.province.clone(),
        city: place.city.clone(),
        district,
        detail: Some(fill(style, value)),
    }
}

/// Numbers of no issuing office: no area code begins with 99.
fn documents(
    chance: &mut Chance,
    row: &CustomerRow,
    identity: &Identity,
    new: &Newcomer,
) -> Vec<IdentityRow> {
    if !chance.is_within(0.6) {
        return Vec::new();
    }
    let (kind, number) = if row.kind == CustomerKind::Organisation {
        let first = format!("91990000{:09}", new.number);
        let check = credit_code::check_character(&first).unwrap_or('0');
        ("unified_social_credit_code", format!("{first}{check}"))
    } else {
        let born = (1 + chance.below(12), 1 + chance.below(28));
        let year = new.today.year() - identity.age;
        let first = format!("990101{year:04}{:02}{:02}{:03}", born.0, born.1, new.number % 1000);
        let check = personal::identity_check(&first).unwrap_or('X');
        ("resident_id_card", format!("{first}{check}"))
    };
    vec![IdentityRow {
        id: chance.id(row.created_at),
        customer_id: row.id,
        kind: kind.to_owned(),
        number: Personal::new(&number),
        expires_on: (kind == "resident_id_card")
            .then(|| new.today.saturating_add((chance.below(7000) as i64 - 300).days()).to_string()),
        created_at: row.created_at,
    }]
}

/// The surname in Latin letters, for e-mail addresses.
fn latin(surname: &str) -> &'static str {
    const LATIN: [(&str, &str); 9] = [
        ("wang li zhang liu chen yang huang", "王李张刘陈杨黄"),
        ("zhao zhou wu xu sun ma zhu", "赵周吴徐孙马朱"),
        ("hu guo he lin gao luo zheng", "胡郭何林高罗郑"),
        ("liang xie song tang xu deng han", "梁谢宋唐许邓韩"),
        ("feng cao peng zeng xiao tian dong", "冯曹彭曾肖田董"),
        ("pan yuan cai jiang yu yu du", "潘袁蔡蒋余于杜"),
        ("ye cheng wei su lv ding ren", "叶程魏苏吕丁任"),
        ("lu yao zhong jiang cui tan liao", "卢姚钟姜崔谭廖"),
        ("fan wang shi xiong bai gong ouyang shangguan", "范汪石熊白龚欧上"),
    ];
    let first = surname.chars().next();
    let row = LATIN.iter().find_map(|(latin, signs)| {
        let place = signs.chars().position(|sign| Some(sign) == first)?;
        latin.split(' ').nth(place)
    });
    row.unwrap_or("kehu")
}
