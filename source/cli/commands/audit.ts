import type {AuditEntry} from '../../aws/audit.ts';
import {outcomeText, parametersText, readAudit, resourceName, whoText} from '../../operations/audit.ts';
import {parseTime} from '../../operations/tail-start.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatTime} from '../../shared/units.ts';
import {auditPath, createAuditFile} from '../audit-file.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {type Column, isJsonWanted, writeRows} from '../output.ts';

const columns: ReadonlyArray<Column<AuditEntry>> = [
	{title: 'TIME', text: ({atMs}) => `${new Date(atMs).toISOString().slice(0, 10)} ${formatTime(atMs)}`},
	{title: 'WHO', text: whoText},
	{title: 'CONTEXT', text: ({context}) => context.name},
	{title: 'ACTION', text: ({action}) => action},
	{title: 'ON', text: resourceName},
	{title: 'OUTCOME', text: outcomeText},
	{title: 'WHAT', text: parametersText},
];

export const auditCommand = defineCommand({
	name: 'audit',
	summary: 'What was changed by sluice on this machine: when, by whom, with which outcome',
	takes: '',
	inputMin: 0,
	inputMax: 0,
	description: `Each call that changes AWS leaves a line, whether the console made it or a command: time, caller, resource, parameters, outcome and request ID.
Never bodies or secrets. The file is audit.ndjson in XDG_STATE_HOME/sluice, ~/.local/state/sluice by default; on a Mac ~/Library/Logs/sluice.`,
	flags: {
		since: {type: 'text', placeholder: 'WHEN', description: '1h, 30m, 14:30 or an ISO time in UTC (default: all)'},
		max: {type: 'number', placeholder: 'N', min: 1, max: 10_000, description: 'The newest N'},
	},
	examples: [
		['sluice audit --since 1h', 'What was changed in the last hour'],
		['sluice audit --json | jq \'select(.outcome != "done")\'', 'What went wrong'],
	],
	async run(invocation) {
		const {clock, environment, flags, stderr} = invocation;
		const sinceMs = flags.since === undefined ? undefined : parseTime(flags.since, clock.nowMs());
		if (flags.since !== undefined && sinceMs === undefined)
			throw new UsageError(`"${flags.since}" is no time.`, {nextSteps: ['Give 1h, 30m, 14:30 or a time like 2026-11-25T14:30Z.']});
		const log = createAuditFile({path: auditPath(environment), clock});
		const {entries, problems} = await readAudit(log, sinceMs === undefined ? {} : {sinceMs});
		const shown = flags.max === undefined ? entries : entries.slice(-flags.max);
		if (isJsonWanted(invocation)) {
			const rows = shown.map(({atMs, ...rest}) => ({at: new Date(atMs).toISOString(), ...rest}));
			writeRows(invocation, rows, {columns: [], empty: ''});
		} else
			writeRows(invocation, shown, {
				columns,
				empty: `Nothing was changed${flags.since === undefined ? '' : ' since then'}: ${log.path} has no entry.`,
			});
		for (const problem of problems) stderr.write(`${problem}\n`);
		return problems.length === 0 ? exitCodes.done : exitCodes.partly;
	},
});
