import type {FlagValues} from './flag.ts';

/** Flags that every command understands. */
export const globalFlags = {
	local: {type: 'boolean', description: 'Work on the local engine: attach to the one on port 4566, or start one'},
	endpointUrl: {type: 'text', placeholder: 'URL', description: 'Work on any AWS-compatible endpoint'},
	profile: {type: 'text', placeholder: 'NAME', description: 'Profile of ~/.aws/config'},
	region: {type: 'text', placeholder: 'REGION', description: 'AWS region'},
	role: {type: 'text', placeholder: 'ARN', description: 'Role to assume with the login'},
	mode: {
		type: 'text',
		placeholder: 'look|change',
		choices: ['look', 'change'],
		description: 'look: receive but change nothing; change: everything',
	},
	readOnly: {type: 'boolean', description: 'Refuse every change, and every receive from a queue'},
	json: {type: 'boolean', description: 'One JSON object a line; the default when the output is no terminal'},
	once: {type: 'boolean', description: 'Print one plain frame of the console and leave'},
	yes: {type: 'boolean', description: 'Do not ask before a change'},
	dryRun: {type: 'boolean', description: 'Print what would be done, and do nothing'},
	help: {type: 'boolean', description: 'Help, for one command after its name'},
	version: {type: 'boolean', description: 'Version of sluice'},
} as const;

export type GlobalFlagValues = FlagValues<typeof globalFlags>;
