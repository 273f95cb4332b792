//! Requests 个人信息请求: a customer's copy of all that is kept of them 查阅复制, and the erasure of it 删除.
//!
//! A copy is asked for with a reason and may be downloaded for a day by who asked. An erasure is asked for by one person
//! and approved by another; where a case is open or a hold lies on the customer it is refused with that reason, where a
//! file must still be kept it is booked for the day on which it need not be any more (PIPL art. 47). It is done by a
//! timer in small transactions that look at the duties again.

pub mod api;
pub mod commands;
pub mod copy;
pub mod model;
pub mod page;
pub mod store;
pub mod timers;
