// The folder of a recording: what it may be, who may read it, and what becomes of files that cannot be written.
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../../src/services/arm/clouds.js';
import {
  openRecording,
  type RecordingPlaces,
} from '../../../../src/services/recording/open-recording.js';
import type { RecordedExchange } from '../../../../src/services/arm/transport/recording-policy.js';

let home = '';
let failures: string[] = [];
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'azbackup-record-'));
  failures = [];
});
afterEach(() => rm(home, { recursive: true }));

const exchange: RecordedExchange = {
  method: 'GET',
  url: 'https://management.azure.com/subscriptions?api-version=2022-12-01',
  requestHeaders: {},
  requestBody: undefined,
  response: { status: 200, headers: {}, body: '{"value":[]}' },
};

function places(directory: string): RecordingPlaces {
  return {
    directory: path.join(home, directory),
    keyFile: path.join(home, 'state', 'recording.key'),
    hasModes: true,
    cloud: CLOUDS.AzureCloud,
    version: '1.0.0',
    onFailure: (reason) => failures.push(reason),
  };
}

const names = (directory: string): Promise<string[]> => readdir(path.join(home, directory));
const modeOf = async (file: string): Promise<number> =>
  (await stat(path.join(home, file))).mode & 0o777;

describe('openRecording', () => {
  it('makes a folder and files for their owner alone, and goes on with them', async () => {
    await (await openRecording(places('a/rec'))).begin()(exchange);
    await (await openRecording(places('a/rec'))).begin()({ ...exchange, response: undefined });
    expect((await names('a/rec')).toSorted()).toEqual([
      '000001.json',
      '000002.json',
      'recording.json',
    ]);
    expect(await modeOf('a/rec')).toBe(0o700);
    expect(await modeOf('a/rec/000001.json')).toBe(0o600);
    expect(await modeOf('a/rec/recording.json')).toBe(0o600);
    expect(await modeOf('state/recording.key')).toBe(0o600);
    expect(JSON.parse(await readFile(path.join(home, 'a/rec/000002.json'), 'utf8'))).toMatchObject({
      response: null,
    });
    expect(failures).toEqual([]);
  });

  it('uses one key for all recordings, which is in none of them', async () => {
    const url = 'https://management.azure.com/subscriptions/8f1d2c3b-4a59-4687-9b0c-1d2e3f405162';
    for (const directory of ['one', 'two']) {
      await (await openRecording(places(directory))).begin()({ ...exchange, url });
    }
    const [one, two] = await Promise.all(
      ['one', 'two'].map((each) => readFile(path.join(home, each, '000001.json'), 'utf8')),
    );
    expect(one).toBe(two);
    const key = (await readFile(path.join(home, 'state/recording.key'), 'utf8')).trim();
    expect(one).not.toContain(key.slice(0, 8));
  });

  it('numbers exchanges in the order in which they were sent', async () => {
    const recorder = await openRecording(places('rec'));
    const [first, second] = [recorder.begin(), recorder.begin()];
    await second({ ...exchange, method: 'PUT' });
    await first(exchange);
    const methods = await Promise.all(
      ['000001', '000002'].map(async (number) => {
        const text = await readFile(path.join(home, 'rec', `${number}.json`), 'utf8');
        return JSON.parse(text).request.method;
      }),
    );
    expect(methods).toEqual(['GET', 'PUT']);
  });

  it('leaves what another command has written', async () => {
    const [one, two] = [await openRecording(places('rec')), await openRecording(places('rec'))];
    await Promise.all([one.begin()(exchange), two.begin()(exchange), one.begin()(exchange)]);
    expect((await names('rec')).toSorted()).toEqual([
      '000001.json',
      '000002.json',
      '000003.json',
      'recording.json',
    ]);
    expect(failures).toEqual([]);
  });

  it.each([
    ['something else', (folder: string) => writeFile(path.join(folder, 'notes.txt'), 'x')],
    [
      'something else that looks like it',
      (folder: string) => writeFile(path.join(folder, '000001.json'), '{}'),
    ],
    [
      'a recording and something else',
      async (folder: string) => {
        await writeFile(path.join(folder, 'recording.json'), '{}');
        await writeFile(path.join(folder, 'notes.txt'), 'x');
      },
    ],
  ])('refuses a folder with %s, and changes nothing in it', async (_what, fill) => {
    await mkdir(path.join(home, 'rec'));
    await fill(path.join(home, 'rec'));
    const before = await names('rec');
    await expect(openRecording(places('rec'))).rejects.toMatchObject({
      fields: { code: 'AZB_RECORD_FOLDER', kind: 'usage' },
    });
    expect(await names('rec')).toEqual(before);
  });

  it('refuses a file, and the folder of its own key', async () => {
    await writeFile(path.join(home, 'file'), '');
    await mkdir(path.join(home, 'state'));
    for (const place of ['file', 'file/below', 'state', '.']) {
      await expect(openRecording(places(place))).rejects.toMatchObject({
        fields: { code: 'AZB_RECORD_FOLDER' },
      });
    }
    expect(await names('state')).toEqual([]);
  });

  it.each([
    [
      'that others can read',
      (file: string) => writeFile(file, 'a'.repeat(64)).then(() => chmod(file, 0o644)),
    ],
    ['that is none', (file: string) => writeFile(file, 'x', { mode: 0o600 })],
    ['that is a link', (file: string) => symlink('/dev/null', file)],
  ])('refuses a key %s', async (_what, make) => {
    await mkdir(path.join(home, 'state'));
    await make(path.join(home, 'state/recording.key'));
    await expect(openRecording(places('rec'))).rejects.toMatchObject({
      fields: { code: 'AZB_RECORD_FOLDER', causes: [expect.stringContaining('recording.key')] },
    });
  });

  it('tells once that it cannot write, and lets the command go on', async () => {
    const recorder = await openRecording(places('rec'));
    await rm(path.join(home, 'rec'), { recursive: true });
    await recorder.begin()(exchange);
    await recorder.begin()(exchange);
    expect(failures).toHaveLength(1);
  });
});
