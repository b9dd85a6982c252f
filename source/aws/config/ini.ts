/** One `key = value`, with the line it stands on. */
export type Entry = {
	readonly line: number;
	readonly value: string;
	/** The indented `key = value` lines below it, as in `[services]`. */
	readonly nested: ReadonlyMap<string, Entry>;
};

/** One `[section]` as it is written, without quotes and doubled spaces: `profile acme-prod`, `sso-session acme`. */
export type Section = {readonly name: string; readonly line: number; readonly entries: ReadonlyMap<string, Entry>};

/** Something in the file that is not understood. Never holds a value: that may be a key. */
export type Fault = {readonly line: number; readonly text: string};

export type ParsedFile = {readonly sections: readonly Section[]; readonly faults: readonly Fault[]};

type OpenSection = {name: string; line: number; entries: Map<string, Entry>};

/**
Reads one of AWS's config files line by line. A line that cannot be understood is named and spoils nothing else; a section that was begun twice is read as one,
the later value winning, as in the SDKs.

@see [Configuration and credential file settings in the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html)
*/
export function parseConfigFile(text: string): ParsedFile {
	const sections = new Map<string, OpenSection>();
	const faults: Fault[] = [];
	let section: OpenSection | undefined;
	let parent: Map<string, Entry> | undefined;

	text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.forEach((raw, index) => {
			const line = index + 1;
			if (/^\s*(?:[#;].*)?$/.test(raw)) return;
			if (/^\s*\[/.test(raw)) {
				const header = readHeader(raw);
				if (header.fault !== undefined) faults.push({line, text: header.fault});
				section = sections.get(header.name) ?? {name: header.name, line, entries: new Map()};
				sections.set(header.name, section);
				parent = undefined;
				return;
			}
			const entry = readEntry(raw);
			if (!entry) {
				faults.push({line, text: 'neither a [section] nor key = value'});
				return;
			}
			if (!section) {
				faults.push({line, text: `${entry.key} stands before any [section]`});
				return;
			}
			const isNested = /^\s/.test(raw) && parent !== undefined;
			if (isNested) {
				parent?.set(entry.key, {line, value: entry.value, nested: new Map()});
				return;
			}
			const nested = new Map<string, Entry>();
			section.entries.set(entry.key, {line, value: entry.value, nested});
			// Only a key without a value of its own opens a block; an indented line after any other is a setting that somebody indented.
			parent = entry.value === '' ? nested : undefined;
		});
	return {sections: [...sections.values()], faults};
}

function readHeader(raw: string): {readonly name: string; readonly fault?: string} {
	const [, inside = '', end = ''] = /^\s*\[([^\]]*)(.*)$/.exec(raw) ?? [];
	const name = inside.replace(/["']/g, '').replaceAll(/\s+/g, ' ').trim();
	if (!end.startsWith(']')) return {name, fault: `[${name} has no closing ]`};
	return name === '' ? {name, fault: '[] names nothing'} : {name};
}

function readEntry(raw: string): {readonly key: string; readonly value: string} | undefined {
	const [, key, value] = /^\s*([^\s=:#;][^=]*?)\s*=\s*(.*?)\s*$/.exec(raw) ?? [];
	if (key === undefined || value === undefined) return undefined;
	// A comment may follow a value only after a space, so that keys and URLs may hold # and ;.
	return {key: key.toLowerCase(), value: value.replace(/(?:^|\s+)[#;].*$/, '')};
}
