//! Customers of the demo institution, put together from parts. Nobody can be reached at what they give.

use jiff::civil::Date;
use lingke_customers::model::{
    ContactKind, ContactRow, CustomerClass, CustomerId, CustomerKind, CustomerRecord, CustomerRow,
    IdentityRow,
};
use lingke_customers::number::customer_number;
use lingke_customers::protection::Personal;
use lingke_kernel::time::Instant;

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
    let row = CustomerRow {
        id,
        number: customer_number(new.number),
        name: identity.name.clone(),
        kind,
        class: class(chance),
        note: note(content, chance, &identity, organisation),
        version: 1,
        created_at: new.since,
        erased_at: None,
    };
    let contact_points = contacts(content, chance, &row, (&identity, place, new.number));
    let identity_documents = documents(chance, &row, &identity, new);
    let known =
        Known { id, since: new.since, organisation, title: identity.title, branch, city: place.city.clone() };
    (CustomerRecord { row, contact_points, identity_documents }, known)
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

fn contacts(
    content: &Content,
    chance: &mut Chance,
    row: &CustomerRow,
    (identity, place, number): (&Identity, &Place, i64),
) -> Vec<ContactRow> {
    let mut values = vec![(ContactKind::Phone, format!("199-0000-{number:04}"))];
    if chance.is_within(0.55) {
        let domain = chance.one(&content.customers.emails.domains);
        values.push((ContactKind::Email, format!("{}{number:04}@{domain}", identity.latin)));
    }
    if chance.is_within(0.45) {
        values.push((ContactKind::Address, an_address(content, chance, place)));
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
            created_at,
        }
    });
    rows.collect()
}

fn an_address(content: &Content, chance: &mut Chance, place: &Place) -> String {
    let parts = &content.customers.addresses;
    let district = chance.one(&place.districts).clone();
    let numbers: Vec<String> =
        [300, 30, 4].into_iter().map(|top| (1 + chance.below(top)).to_string()).collect();
    let room = format!("{}0{}", 1 + chance.below(18), 1 + chance.below(4));
    // A municipality is its own province.
    let province = if place.province == place.city { "" } else { place.province.as_str() };
    let values = [
        ("province", province),
        ("city", place.city.as_str()),
        ("district", district.as_str()),
        ("street", chance.one(&parts.streets).as_str()),
        ("estate", chance.one(&parts.estates).as_str()),
        ("number", numbers[0].as_str()),
        ("building", numbers[1].as_str()),
        ("unit", numbers[2].as_str()),
        ("room", room.as_str()),
    ];
    let style: &String = chance.one(&parts.address_styles);
    fill(style, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
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
        ("business_licence", format!("9199DEMO{:010}", new.number))
    } else {
        let born = (1 + chance.below(12), 1 + chance.below(28));
        let year = new.today.year() - identity.age;
        ("resident_id_card", format!("990101{year:04}{:02}{:02}{:03}X", born.0, born.1, new.number % 1000))
    };
    vec![IdentityRow {
        id: chance.id(row.created_at),
        customer_id: row.id,
        kind: kind.to_owned(),
        number: Personal::new(&number),
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
