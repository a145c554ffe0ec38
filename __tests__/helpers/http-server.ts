import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of a local server. */
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A local server that gives its answers in turn, the last one for good, and keeps what it was asked. */
export class LocalServer {
  public readonly requests: { readonly url: string; readonly authorization: string | undefined }[] = [];
  private readonly server: Server;

  private constructor(private readonly answers: readonly Answer[]) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  public static async start(...answers: readonly Answer[]): Promise<LocalServer> {
    const local = new LocalServer(answers);
    await new Promise<void>((resolve) => local.server.listen(0, '127.0.0.1', resolve));
    return local;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { status, body = '', headers } = this.answers[Math.min(this.requests.length, this.answers.length - 1)]!;
    this.requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    response.writeHead(status, headers).end(body);
  }
}

/** Where nobody listens: the port of a server that has stopped. */
export async function deadUrl(): Promise<string> {
  const server = await LocalServer.start({ status: 200 });
  const { url } = server;
  await server.stop();
  return url;
}
