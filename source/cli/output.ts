import {jsonLine} from '../payload/json-line.ts';
import stringWidth from 'string-width';
import {safeText} from '../payload/safe-text.ts';
import type {Invocation} from './command.ts';

/** One column of a table: how a row's cell reads to a person. */
export type Column<Row> = {readonly title: string; readonly align?: 'left' | 'right'; text(row: Row): string};

/** A table for people on a terminal; one JSON object a line for everything else, and with --json. */
export function isJsonWanted({globals, stdout}: Pick<Invocation, 'globals' | 'stdout'>): boolean {
	return globals.json || !stdout.isTTY;
}

/** Writes rows in the wanted form. `empty` is the sentence for a person when there are none. */
export function writeRows<Row extends object>(
	invocation: Pick<Invocation, 'globals' | 'stdout'>,
	rows: readonly Row[],
	options: {readonly columns: ReadonlyArray<Column<Row>>; readonly empty: string},
): void {
	const {stdout} = invocation;
	if (isJsonWanted(invocation)) {
		for (const row of rows) stdout.write(`${jsonLine(row)}\n`);
		return;
	}
	stdout.write(rows.length === 0 ? `${options.empty}\n` : tableText(rows, options.columns));
}

/** A result as JSON, or its sentence for people. */
export function writeResult(invocation: Pick<Invocation, 'globals' | 'stdout'>, result: object, sentence: string): void {
	invocation.stdout.write(isJsonWanted(invocation) ? `${jsonLine(result)}\n` : `${safeText(sentence)}\n`);
}

/** Columns two spaces apart; the last one is not padded. */
export function tableText<Row>(rows: readonly Row[], columns: ReadonlyArray<Column<Row>>): string {
	const cells = [columns.map(column => column.title), ...rows.map(row => columns.map(column => safeText(column.text(row))))];
	const widths = columns.map((_, index) => Math.max(...cells.map(line => stringWidth(line[index] ?? ''))));
	const lines = cells.map(line =>
		columns
			.map((column, index) => {
				const cell = line[index] ?? '';
				const padding = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
				return column.align === 'right' ? padding + cell : cell + padding;
			})
			.join('  ')
			.trimEnd(),
	);
	return `${lines.join('\n')}\n`;
}
