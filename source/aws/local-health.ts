/** A page by which a server on this machine says what it is. */
export type Health = {readonly name: string; readonly path: string; isIt(text: string): boolean};

export const sluiceHealth: Health = {
	name: 'sluice',
	path: '/_sluice/health',
	isIt: text => text.includes('"engine":"sluice"'),
};

export const localStackHealth: Health = {
	name: 'LocalStack',
	path: '/_localstack/health',
	isIt: text => /"services"\s*:/.test(text),
};
