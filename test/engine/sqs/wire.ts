import type {TestEngine} from '../../helpers/engine.ts';

/** An error as a client of one of the two protocols reads it. */
export type WireRefusal = {
	readonly status: number;
	/** JSON's `__type`; absent in Query. */
	readonly type?: string | undefined;
	/** What Query clients and boto3 show: in JSON from the header `x-amzn-query-error`. */
	readonly code: string;
	readonly message: string;
};

/** Sends a request in JSON 1.0 and gives back its refusal; fails when it is not refused. */
export async function jsonRefusal(engine: TestEngine, action: string, input: object): Promise<WireRefusal> {
	const response = await engine.send('/', {
		method: 'POST',
		headers: {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`},
		body: JSON.stringify(input),
	});
	const {__type: type, message} = (await response.json()) as {__type?: string; message?: string};
	const [code = '', fault] = (response.headers.get('x-amzn-query-error') ?? '').split(';');
	if (fault !== 'Sender') throw new Error(`${action} was answered ${response.status} with the fault ${fault}`);
	return {status: response.status, type, code, message: message ?? ''};
}

/** The same in Query. */
export async function queryRefusal(engine: TestEngine, action: string, input: object): Promise<WireRefusal> {
	const body = new URLSearchParams({Action: action, Version: '2012-11-05'});
	for (const [name, value] of Object.entries(input)) writeParameter(body, name, value);
	const response = await engine.send('/', {method: 'POST', body});
	const xml = await response.text();
	const inside = (element: string): string => unescapeXml(new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '');
	if (!xml.includes('<Type>Sender</Type>') || !xml.includes('<Detail/>')) throw new Error(`${action} was answered ${xml}`);
	return {status: response.status, code: inside('Code'), message: inside('Message')};
}

/** How Query calls the items of lists and maps, where it does not call them as JSON does. */
const itemNames: Readonly<Record<string, string>> = {
	Actions: 'ActionName',
	Attributes: 'Attribute',
	AttributeNames: 'AttributeName',
	AWSAccountIds: 'AWSAccountId',
	BinaryListValues: 'BinaryListValue',
	MessageAttributes: 'MessageAttribute',
	MessageAttributeNames: 'MessageAttributeName',
	MessageSystemAttributes: 'MessageSystemAttribute',
	MessageSystemAttributeNames: 'MessageSystemAttributeName',
	StringListValues: 'StringListValue',
	Tags: 'Tag',
	tags: 'Tag',
	TagKeys: 'TagKey',
};

const keyNames: Readonly<Record<string, string>> = {Tags: 'Key', tags: 'Key'};

function writeParameter(body: URLSearchParams, name: string, value: unknown): void {
	const dot = name.lastIndexOf('.') + 1;
	const own = name.slice(dot);
	const itemName = name.slice(0, dot) + (itemNames[own] ?? own);
	if (Array.isArray(value)) {
		const entryName = own === 'Entries' ? `${body.get('Action') ?? ''}RequestEntry` : itemName;
		value.forEach((item, index) => writeParameter(body, `${entryName}.${index + 1}`, item));
	} else if (typeof value !== 'object' || value === null) body.append(name, String(value));
	else if (own in itemNames) {
		Object.entries(value).forEach(([key, item], index) => {
			body.append(`${itemName}.${index + 1}.${keyNames[own] ?? 'Name'}`, key);
			writeParameter(body, `${itemName}.${index + 1}.Value`, item);
		});
	} else for (const [member, item] of Object.entries(value)) writeParameter(body, `${name}.${member}`, item);
}

const entities: Readonly<Record<string, string>> = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#xD;': '\r'};

function unescapeXml(text: string): string {
	return text.replaceAll(/&[^;]+;/g, entity => entities[entity] ?? entity);
}
