import {decodePayload, decodeTitle, type Decoded} from '../payload/decode.ts';
import {viewHex, viewJson, viewText} from '../payload/json-view.ts';
import type {LazyLines, ViewLine, ViewToken, ViewTokenKind} from '../payload/lazy-lines.ts';
import {cutToWidth, displayWidth, safeText, takeCells} from '../payload/safe-text.ts';
import {formatCount} from '../shared/units.ts';
import {fitRows, line, lineWidth, span, type Line, type Look, type Span} from './line.ts';
import type {BodyForm} from './body-form.ts';
import type {State} from './state.ts';

type View = {readonly decoded: Decoded; readonly lines: LazyLines; readonly byteCount: number; cut(): keyof typeof cutTexts | undefined};

/** The bodies looked at last: each frame asks again for the same ones. */
const viewsKept = 4;
const recent: Readonly<Record<BodyForm, Map<string | Uint8Array, View>>> = {pretty: new Map(), raw: new Map(), hex: new Map()};

const looks: Readonly<Record<ViewTokenKind, Look>> = {
	key: 'jsonKey',
	string: 'jsonString',
	number: 'jsonNumber',
	literal: 'jsonLiteral',
	punctuation: 'text',
	text: 'text',
	escape: 'old',
};

/** Why only the start of a body is laid out, in words that leave room for its title at 80 columns. */
const cutTexts = {size: 'first 1 MiB shown', depth: 'shown 200 levels deep'};

/** Lines counted at most: a body is scrolled through, not measured. */
const lineCountMax = 100_000;

/** Title of a body: how it was decoded, its size, what else there is. */
export function bodyHead(
	state: State,
	body: string | Uint8Array,
	options: {columns: number; aside: string; title?: string; form?: BodyForm},
): Line {
	const {columns, aside, title: what = 'body', form = 'pretty'} = options;
	const view = viewOf(body, form);
	const cut = view.cut();
	const title = line(
		span(` ${what}  `, 'dim'),
		span(titleOf(view, form).replaceAll('›', state.glyphs.path), 'bold'),
		`  ${formatCount(view.byteCount)} B `,
		cut ? span(`${cutTexts[cut]} `, 'slow') : '',
	);
	const fill = Math.max(1, columns - lineWidth(title) - displayWidth(aside) - 2);
	return [...title, span(state.glyphs.rule.repeat(fill), 'dim'), span(` ${aside} `, 'dim')];
}

function titleOf({decoded}: View, form: BodyForm): string {
	const titles = {pretty: decodeTitle(decoded), raw: 'as it was sent', hex: 'bytes, as sent'};
	return titles[form];
}

/** Whether the whole body can be drawn in so many rows. Reads no more of it than that. */
export function isBodyWithin(body: string | Uint8Array, rows: number, form: BodyForm = 'pretty'): boolean {
	const view = viewOf(body, form);
	const left = rows - remarks(view, form).length;
	return left >= 0 && !view.lines.has(left);
}

/** The body, made safe, from line `top` on. Long lines are cut. */
export function bodyView(body: string | Uint8Array, area: {columns: number; rows: number; top: number; form?: BodyForm}): readonly Line[] {
	const {columns, rows, top, form = 'pretty'} = area;
	const view = viewOf(body, form);
	const said = top === 0 ? remarks(view, form) : [];
	const lines = view.lines.slice(top, Math.max(0, rows - said.length)).map(tokens => [span(' '), ...spans(tokens, columns - 2)]);
	return fitRows([...said, ...lines], rows);
}

/** Over the body: what its wrappings say, and what could not be decoded. */
function remarks({decoded}: View, form: BodyForm): readonly Line[] {
	if (form !== 'pretty') return [];
	return [...stepLines(decoded), ...(decoded.problem ? [line(span(` ${decoded.problem}`, 'slow'))] : [])];
}

/** How many lines the decoded body has, counted up to a bound. */
export function bodyLineCount(body: string | Uint8Array, form: BodyForm = 'pretty'): number {
	const {lines} = viewOf(body, form);
	return lines.has(lineCountMax) ? lineCountMax : lines.count();
}

/** The whole decoded body as text, made safe, for a program outside. Cut after a bound of lines. */
export function bodyText(body: string | Uint8Array): string {
	const lines = viewOf(body, 'pretty').lines.slice(0, lineCountMax);
	return `${lines.map(tokens => tokens.map(({text}) => text).join('')).join('\n')}\n`;
}

function viewOf(body: string | Uint8Array, form: BodyForm): View {
	const kept = recent[form];
	const known = kept.get(body);
	if (known) return known;
	const view = makeView(body, form);
	kept.set(body, view);
	for (const oldest of kept.keys()) {
		if (kept.size <= viewsKept) break;
		kept.delete(oldest);
	}
	return view;
}

function makeView(body: string | Uint8Array, form: BodyForm): View {
	const byteCount = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
	const bytes = typeof body === 'string' ? Buffer.from(body) : body;
	const asSent = {decoded: {steps: [], format: 'text', text: '', bytes} satisfies Decoded, byteCount, cut: () => undefined};
	if (form === 'hex') return {...asSent, lines: viewHex(bytes)};
	if (form === 'raw') return {...asSent, lines: viewText(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))};
	const decoded = decodePayload(body);
	const json = decoded.format === 'json' ? viewJson(decoded.text) : undefined;
	if (json) return {decoded, byteCount, lines: json.lines, cut: () => json.cut()};
	const lines = decoded.format === 'hex' ? viewHex(decoded.bytes) : viewText(decoded.text);
	return {decoded, byteCount, lines, cut: () => undefined};
}

/** What the wrappings say of themselves: a topic, a time, where the message really is. */
function stepLines({steps}: Decoded): readonly Line[] {
	return steps.flatMap(({name, details}) => {
		if (details.length === 0) return [];
		const told = details.map(([label, text]) => `${label} ${safeText(text)}`).join('   ');
		const isPointer = name === 'pointer to S3';
		const note = isPointer ? span('   the body is there, not fetched', 'slow') : '';
		return [line(span(` ${safeText(name)}  `, 'accent'), span(told, 'dim'), note)];
	});
}

/** Tokens as spans of at most `width` cells; only what is drawn is touched, however long the line. */
function spans(tokens: ViewLine, width: number): readonly Span[] {
	const drawn: Span[] = [];
	let left = width;
	for (const token of tokens) {
		if (left <= 0) break;
		const text = startOf(token, left + 1);
		const tokenWidth = displayWidth(text);
		drawn.push(span(tokenWidth <= left ? text : cutToWidth(text, left), looks[token.kind]));
		left -= tokenWidth;
	}
	return drawn;
}

/** A bounded beginning, copied, so that no slice of a large body is kept alive. */
function startOf({text}: ViewToken, cells: number): string {
	return text.length <= cells ? text : takeCells(text.slice(0, cells * 4), cells);
}
