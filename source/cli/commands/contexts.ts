import {loginText} from '../../console/contexts/rows.ts';
import {defineCommand} from '../command.ts';
import {readSettings} from '../config.ts';
import {listContexts} from '../context-list.ts';
import {exitCodes} from '../exit-code.ts';
import {writeRows} from '../output.ts';

export const contextsCommand = defineCommand({
	name: 'contexts',
	summary: 'Profiles of the config files: region, login, mode, and what is wrong by line',
	takes: '',
	inputMin: 0,
	inputMax: 0,
	description: `What the console lists when it asks where to work. Reads ~/.aws/config, ~/.aws/credentials and the tokens of aws sso login; asks AWS nothing.
Exits 4 when a line of the files is not understood.`,
	flags: {},
	examples: [["sluice contexts --json | jq -r 'select(.fault) | .fault'", 'What is wrong in the config files']],
	async run(invocation) {
		const {clock, environment, stderr} = invocation;
		const {profiles, faults} = listContexts(environment, await readSettings(environment));
		const nowMs = clock.nowMs();
		writeRows(
			invocation,
			profiles.map(profile => ({...profile, loginText: loginText(profile, nowMs)})),
			{
				columns: [
					{title: 'PROFILE', text: row => row.name},
					{title: 'REGION', text: row => row.region ?? '–'},
					{title: 'LOGIN', text: row => row.loginText},
					{title: 'MODE', text: row => (row.fault === undefined ? `${row.mode}${row.isProd ? ' PROD' : ''}` : '')},
				],
				empty: 'There are no profiles: aws configure sso makes one.',
			},
		);
		for (const fault of faults) stderr.write(`${fault}\n`);
		return faults.length > 0 || profiles.some(({fault}) => fault !== undefined) ? exitCodes.partly : exitCodes.done;
	},
});
