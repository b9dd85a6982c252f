import {BlockList, isIP} from 'node:net';

/** What AWS says against a CIDR block such as `10.0.0.0/24`; undefined when there is nothing to say. */
export function cidrProblem(text: string): string | undefined {
	const parts = text.split('/');
	const [address = '', bits = ''] = parts;
	if (parts.length !== 2) return "Malformed CIDR, one '/' required";
	if (!/^\d{1,9}$/.test(bits)) return 'Malformed CIDR, mask bits must be an integer';
	const family = familyOf(address);
	if (!family) return `Nonstandard IP address: ${address}`;
	// Assumed: the bounds are those of IP, the texts are Event Ruler's.
	const bitCountMax = family === 'ipv4' ? 32 : 128;
	if (Number(bits) > bitCountMax) return `${family === 'ipv4' ? 'IPv4' : 'IPv6'} mask bits must be <= ${bitCountMax}`;
	return undefined;
}

/** Whether an address lies in a block. Text that is no address lies in none. */
export function isInCidr(address: string, cidr: string): boolean {
	const family = familyOf(address);
	const [network = '', bits = ''] = cidr.split('/');
	if (!family || familyOf(network) !== family) return false;
	const block = new BlockList();
	block.addSubnet(network, Number(bits), family);
	return block.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
	// A zone (`fe80::1%eth0`) names an interface of one machine and is no part of a block.
	if (address.includes('%')) return undefined;
	const version = isIP(address);
	return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
