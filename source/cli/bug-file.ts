import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {KeepBugReport} from '../console/bug-report.ts';
import type {Clock} from '../shared/clock.ts';
import {auditPath} from './audit-file.ts';
import type {Terminal} from './command.ts';

/** Older reports are removed. */
const filesMax = 10;

/** Keeps reports of mistakes beside the audit log, for their owner only. Written at once: the program is about to end. */
export function createBugFile(options: {clock: Clock; environment: Terminal['environment']; version: string}): KeepBugReport {
	const {clock, environment, version} = options;
	const folder = join(dirname(auditPath(environment)), 'bugs');
	return report => {
		const path = join(folder, `${new Date(clock.nowMs()).toISOString().replaceAll(':', '-')}.log`);
		const head = `sluice ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}, TERM ${environment['TERM'] ?? ''}\n`;
		try {
			mkdirSync(folder, {recursive: true, mode: 0o700});
			writeFileSync(path, head + report, {mode: 0o600});
			for (const old of readdirSync(folder).toSorted().slice(0, -filesMax)) rmSync(join(folder, old));
		} catch (error) {
			return {problem: error instanceof Error ? error.message : String(error)};
		}
		return {path};
	};
}
