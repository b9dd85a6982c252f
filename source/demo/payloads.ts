import type {OutgoingMessage, MessageAttribute} from '../aws/queue.ts';
import type {OutgoingRecord} from '../aws/stream.ts';
import type {OutgoingPublication} from '../aws/topic.ts';
import type {EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';

/** Makes the demo's messages and records: like real ones, numbered, and not random where that would be noise. */
export type PayloadMaker = {
	order(nowMs: EpochMs): OutgoingMessage;
	/** An order that its consumer can never handle. */
	poisonOrder(nowMs: EpochMs): OutgoingMessage;
	refund(): OutgoingMessage;
	/** In the group of one of eight customers. */
	payment(nowMs: EpochMs): OutgoingMessage;
	/** Refused by the bank each time, so that its group waits behind it. */
	poisonPayment(nowMs: EpochMs): OutgoingMessage;
	mail(): OutgoingMessage;
	orderEvent(nowMs: EpochMs): OutgoingPublication;
	truckAlert(nowMs: EpochMs): OutgoingPublication;
	/** Most of them under three keys that lie in one shard of four. */
	click(nowMs: EpochMs): OutgoingRecord;
	truckPosition(nowMs: EpochMs): OutgoingRecord;
};

/**
Keys by share of the clicks: the first three make 71 %, and their hashes all lie in the second quarter, so the second of four shards runs hot.
*/
const hotProducts = [
	{key: 'product-13', share: 0.38},
	{key: 'product-17', share: 0.21},
	{key: 'product-6', share: 0.12},
] as const;

const cities = ['Delft', 'Gent', 'Lyon', 'Porto', 'Malmö', 'Kraków'] as const;
const eventTypes = ['created', 'paid', 'packed', 'sent', 'cancelled'] as const;

/**
Bodies that try to act on a terminal: C1 controls (which SQS lets through, unlike ESC), escaped ESC in JSON, text that runs backwards, digits that JavaScript would lose.
*/
export const hostileNotes: readonly string[] = [
	'total \u009b2J\u009b31mPAID\u009b0m',
	'x\u009d0;owned\u009cy',
	'thanks\u202egnp.exe',
	'pay\u200bpal \ufeffBOM',
	'\u001b]52;c;ZWNobyBoaQ==\u0007',
];

export function createPayloadMaker(random: Random): PayloadMaker {
	let orderNumber = 1000;
	let sequence = 0;
	const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(random.number() * items.length)] ?? items[0];
	const amount = (max: number): number => Math.round(random.number() * max * 100) / 100;
	const nextOrder = (): string => `A-${++orderNumber}`;
	const orderBody = (nowMs: EpochMs, total: number | null): string => {
		const note = random.number() < 0.05 ? hostileNotes[Math.floor(random.number() * hostileNotes.length)] : undefined;
		return json({
			orderId: nextOrder(),
			total,
			currency: 'EUR',
			customer: customerNumber(random),
			items: Array.from({length: 1 + Math.floor(random.number() * 3)}, () => ({
				sku: `SKU-${100 + Math.floor(random.number() * 900)}`,
				count: 1,
			})),
			shipTo: pick(cities),
			placedAt: new Date(nowMs).toISOString(),
			...(note && {note}),
		});
	};

	return {
		order: nowMs => ({body: orderBody(nowMs, amount(200)), attributes: {source: text(pick(['web', 'app', 'phone']))}}),
		poisonOrder: nowMs => ({
			body: orderBody(nowMs, null),
			attributes: {source: text('import'), errorCode: text('VALIDATION'), errorMessage: text('total must be a number, got null')},
		}),
		refund: () => ({
			body: json({refund: `R-${++sequence}`, order: `A-${900 + (sequence % 90)}`, amount: amount(80)}),
			attributes: {errorCode: text('TIMEOUT'), errorMessage: text('ledger did not answer within 3000 ms')},
		}),
		payment: nowMs => {
			const customer = 1 + Math.floor(random.number() * 8);
			return {body: json({payment: ++sequence, customer, amount: amount(500), at: nowMs}), groupId: `customer-${customer}`};
		},
		poisonPayment: nowMs => ({
			body: json({payment: ++sequence, customer: 7, amount: -1, at: nowMs}),
			groupId: 'customer-7',
			attributes: {errorCode: text('CARD_DECLINED')},
		}),
		mail: () => ({body: json({to: `user${++sequence % 500}@example.com`, template: pick(['welcome', 'invoice', 'reminder']), attempt: 1})}),
		orderEvent: nowMs => {
			const type = pick(eventTypes);
			return {message: json({type, order: `A-${orderNumber}`, version: 2, at: nowMs}), attributes: {type: text(type), version: numeric(2)}};
		},
		truckAlert: nowMs => {
			const severity = random.number() < 0.3 ? 'high' : 'low';
			const truck = `truck_${Math.floor(random.number() * 40)}`;
			return {message: json({truck, alert: pick(['speed', 'door', 'fuel']), severity, at: nowMs}), attributes: {severity: text(severity)}};
		},
		click: nowMs =>
			record(clickKey(random), {page: `/p/${Math.floor(random.number() * 90)}`, ms: Math.floor(random.number() * 900), at: nowMs}),
		truckPosition: nowMs => {
			const truck = `truck_${Math.floor(random.number() * 40)}`;
			return record(truck, {truck, lat: 52 + amount(2), lon: 4 + amount(2), speed: Math.round(random.number() * 110), at: nowMs});
		},
	};
}

function clickKey(random: Random): string {
	let left = random.number();
	for (const {key, share} of hotProducts) {
		left -= share;
		if (left < 0) return key;
	}
	return `product-${Math.floor(random.number() * 200)}`;
}

/** Above 2^53, as ids of databases are: shown right only by who keeps the digits. */
function customerNumber(random: Random): bigint {
	return 9_007_199_254_740_993n + BigInt(Math.floor(random.number() * 1000));
}

/** JSON with big integers as plain digits. */
function json(value: unknown): string {
	return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `\u0000${member}` : member)).replaceAll(
		/"\\u0000(\d+)"/g,
		'$1',
	);
}

function record(partitionKey: string, value: object): OutgoingRecord {
	return {partitionKey, data: new TextEncoder().encode(json(value))};
}

function text(stringValue: string): MessageAttribute {
	return {dataType: 'String', stringValue};
}

function numeric(value: number): MessageAttribute {
	return {dataType: 'Number', stringValue: String(value)};
}
