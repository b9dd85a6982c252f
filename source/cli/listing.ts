import type {Described} from '../operations/describe-each.ts';
import {formatCount} from '../shared/units.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';
import {type Column, writeRows} from './output.ts';

/** A thing of a list with its details, or why they could not be read. */
export type ListedRow<Item, Details> = Item & Partial<Omit<Details, 'raw'>> & {readonly error?: string};

/**
Collects a listing and writes it. Answers `partly` when some of it could not be read.

@param options.text Only things whose names contain it.
*/
export async function writeListing<Item extends {readonly name: string}, Details extends object>(
	invocation: Invocation,
	listing: AsyncIterable<Described<Item, Details>>,
	options: {
		readonly columns: ReadonlyArray<Column<ListedRow<Item, Details>>>;
		readonly empty: string;
		readonly text?: string | undefined;
	},
): Promise<ExitCode> {
	const {text} = options;
	const rows: Array<ListedRow<Item, Details>> = [];
	for await (const described of listing) {
		if (text === undefined || described.item.name.includes(text)) rows.push(flatten(described));
	}
	writeRows(invocation, rows, {...options, empty: text === undefined ? options.empty : `Nothing has "${text}" in its name.`});
	return rows.some(row => row.error !== undefined) ? exitCodes.partly : exitCodes.done;
}

/** What AWS sent word for word says nothing more than the members made of it, and is left out. */
function flatten<Item, Details extends object>(described: Described<Item, Details>): ListedRow<Item, Details> {
	if ('error' in described) return {...described.item, error: described.error.message} as ListedRow<Item, Details>;
	const details: Partial<Details> & {raw?: unknown} = {...described.details};
	delete details.raw;
	// A spread of both types, of which TypeScript keeps no track through the deletion.
	return {...described.item, ...details} as unknown as ListedRow<Item, Details>;
}

/** A number for a cell; `–` is not known, which is not zero. */
export function countCell(value: number | undefined): string {
	return value === undefined ? '–' : formatCount(value);
}

export function typeCell(isFifo: boolean | undefined): string {
	if (isFifo === undefined) return '–';
	return isFifo ? 'fifo' : 'std';
}
