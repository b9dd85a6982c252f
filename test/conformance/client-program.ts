import {execFile, spawnSync} from 'node:child_process';

/** What client programs are started with: credentials that any engine takes, and nothing of the person's own settings. */
const environment = {
	...process.env,
	AWS_ACCESS_KEY_ID: 'test',
	AWS_SECRET_ACCESS_KEY: 'secret',
	AWS_SESSION_TOKEN: undefined,
	AWS_PROFILE: undefined,
	AWS_REGION: 'us-east-1',
	AWS_DEFAULT_REGION: 'us-east-1',
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
	AWS_EC2_METADATA_DISABLED: 'true',
	AWS_PAGER: '',
	PYTHONDONTWRITEBYTECODE: '1',
};

/** Whether a program is on this machine and runs. Says so where its tests will be skipped. */
export function canRun(program: string, argv: readonly string[]): boolean {
	const isThere = spawnSync(program, argv, {env: environment, stdio: 'ignore'}).status === 0;
	if (!isThere) process.stderr.write(`Skipped: \`${program} ${argv.join(' ')}\` does not run on this machine.\n`);
	return isThere;
}

export type ProgramEnd = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

/** Runs a program to its end. */
export function runProgram(program: string, argv: readonly string[]): Promise<ProgramEnd> {
	return new Promise(resolve => {
		execFile(program, argv, {env: environment, maxBuffer: 10_000_000}, (error, stdout, stderr) => {
			resolve({exitCode: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr});
		});
	});
}
