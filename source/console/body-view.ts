import {decodePayload, decodeTitle, type Decoded} from '../payload/decode.ts';
import {viewHex, viewJson, viewText} from '../payload/json-view.ts';
import type {LazyLines, ViewLine, ViewToken, ViewTokenKind} from '../payload/lazy-lines.ts';
import {cutToWidth, displayWidth, takeCells} from '../payload/safe-text.ts';
import {formatCount} from '../shared/units.ts';
import {fitRows, line, lineWidth, span, type Line, type Look, type Span} from './line.ts';
import type {State} from './state.ts';

type View = {readonly decoded: Decoded; readonly lines: LazyLines; readonly byteCount: number; cut(): string | undefined};

/** The bodies looked at last: each frame asks again for the same ones. */
const viewsKept = 4;
const recent = new Map<string | Uint8Array, View>();

const looks: Readonly<Record<ViewTokenKind, Look>> = {
	key: 'jsonKey',
	string: 'jsonString',
	number: 'jsonNumber',
	literal: 'jsonLiteral',
	punctuation: 'text',
	text: 'text',
	escape: 'old',
};

/** Lines counted at most: a body is scrolled through, not measured. */
const lineCountMax = 100_000;

/** Title of a body: how it was decoded, its size, what else there is. */
export function bodyHead(state: State, body: string | Uint8Array, options: {columns: number; aside: string; title?: string}): Line {
	const view = viewOf(body);
	const {columns, aside, title: what = 'body'} = options;
	const cut = view.cut();
	const title = line(
		span(` ${what}  `, 'dim'),
		span(decodeTitle(view.decoded).replaceAll('›', state.glyphs.path), 'bold'),
		`  ${formatCount(view.byteCount)} B `,
		cut ? span(`start only: ${cut} `, 'slow') : '',
	);
	const fill = Math.max(1, columns - lineWidth(title) - displayWidth(aside) - 2);
	return [...title, span(state.glyphs.rule.repeat(fill), 'dim'), span(` ${aside} `, 'dim')];
}

/** The decoded body, made safe, from line `top` on. Long lines are cut. */
export function bodyView(body: string | Uint8Array, area: {columns: number; rows: number; top: number}): readonly Line[] {
	const {columns, rows, top} = area;
	const view = viewOf(body);
	const problem = view.decoded.problem && top === 0 ? [line(span(` ${view.decoded.problem}`, 'slow'))] : [];
	const lines = view.lines.slice(top, Math.max(0, rows - problem.length)).map(tokens => [span(' '), ...spans(tokens, columns - 2)]);
	return fitRows([...problem, ...lines], rows);
}

/** How many lines the decoded body has, counted up to a bound. */
export function bodyLineCount(body: string | Uint8Array): number {
	const {lines} = viewOf(body);
	return lines.has(lineCountMax) ? lineCountMax : lines.count();
}

function viewOf(body: string | Uint8Array): View {
	const known = recent.get(body);
	if (known) return known;
	const view = makeView(body);
	recent.set(body, view);
	for (const oldest of recent.keys()) {
		if (recent.size <= viewsKept) break;
		recent.delete(oldest);
	}
	return view;
}

function makeView(body: string | Uint8Array): View {
	const decoded = decodePayload(body);
	const byteCount = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
	const json = decoded.format === 'json' ? viewJson(decoded.text) : undefined;
	if (json) return {decoded, byteCount, lines: json.lines, cut: () => json.cut()};
	const lines = decoded.format === 'hex' ? viewHex(decoded.bytes) : viewText(decoded.text);
	return {decoded, byteCount, lines, cut: () => undefined};
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
