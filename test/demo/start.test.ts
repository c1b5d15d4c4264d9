import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { expect } from "chai";
import { eventually } from "../local/eventually.ts";
import { takenPort } from "../taken-port.ts";

const folder = ".berth/test-start";

/** `npm start` with these variables, and what it prints. */
function start(variables: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", "demo/start.ts"], {
    env: { ...process.env, BERTH_PORT: "0", BERTH_FOLDER: folder, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.err += chunk.toString()));
  return { child, printed };
}

async function exitStatus(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Ids of the processes that a process started, from Linux's own books. */
function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
}

describe("npm start", () => {
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("says when it is ready and how to book, writes the contract, and leaves nothing behind at Ctrl-C", async () => {
    const { child, printed } = start({});
    while (!printed.out.includes("Ready in")) {
      if (child.exitCode !== null) throw new Error(printed.err);
      await once(child.stdout, "data");
    }
    const contract = JSON.parse(readFileSync(`${folder}/local.json`, "utf8")) as {
      environment: string;
      regions: Record<string, { api: string; endpoint: string }>;
      users: { email: string; group: string; token: string }[];
      signInUrl: string;
      consoleUrl: string;
      outputs: Record<string, { userPoolClientId: string }>;
    };
    expect(contract.environment).to.equal("local");
    expect(Object.keys(contract.regions)).to.deep.equal(["eu-west-1", "us-east-1"]);
    expect(contract.users.filter(({ group }) => group === "customer")).to.have.lengthOf.at.least(3);
    expect(contract.users.filter(({ group }) => group === "staff")).to.have.lengthOf.at.least(1);
    for (const { token } of contract.users) {
      const { exp, iat } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<
        string,
        number
      >;
      expect((exp ?? 0) - (iat ?? 0)).to.equal(12 * 3600);
    }
    for (const [region, { api, endpoint }] of Object.entries(contract.regions)) {
      expect(await (await fetch(`${api}/health`)).json()).to.deep.equal({ status: "ok", region });
      expect(printed.out).to.include(`${region}   API ${api}   AWS services ${endpoint}`);
      expect(printed.out).to.include(`curl -i ${api}/bookings`);
    }
    const clientId = contract.outputs["eu-west-1"]?.userPoolClientId ?? "";
    expect(printed.out).to.include(`${contract.signInUrl}   app client ${clientId}\n`);
    expect((await fetch(`${contract.signInUrl}/oauth2/authorize?client_id=${clientId}`)).status).to.equal(400);
    expect(printed.out).to.include(`  ${contract.consoleUrl}\n`);
    expect((await fetch(contract.consoleUrl)).status).to.equal(200);
    const children = childrenOf(child.pid ?? 0);
    expect(children).not.to.be.empty;

    child.kill("SIGINT");
    expect(await exitStatus(child), printed.err).to.equal(0);
    expect(printed.err).to.equal("");
    // What compiles functions is a process that ends when it finds this one gone.
    await eventually(() => children.every((pid) => !existsSync(`/proc/${pid}`)));
    expect(existsSync(`${folder}/local.json`)).to.equal(false);
    expect(readdirSync(folder)).to.have.members(["eu-west-1", "us-east-1"]);
  });

  it("says in one line that a port is taken, and what to do, with exit status 1", async () => {
    const { port, server } = await takenPort();
    try {
      const { child, printed } = start({ BERTH_PORT: String(port) });
      expect(await exitStatus(child)).to.equal(1);
      expect(printed.err).to.equal(
        `berth: port ${port} is in use: stop what listens there or set BERTH_PORT to another\n`,
      );
    } finally {
      server.close();
    }
  });

  it("says in one line that Java is missing, and what to do, with exit status 1", async () => {
    const { child, printed } = start({ PATH: "/nowhere" });
    expect(await exitStatus(child)).to.equal(1);
    expect(printed.err).to.match(/^berth: Java is not on the PATH: install a JDK of version 17 or newer[^\n]*\n$/);
  });

  it("says in one line which port it cannot take", async () => {
    for (const port of ["many", "70000", "-1"]) {
      const { child, printed } = start({ BERTH_PORT: port });
      expect(await exitStatus(child)).to.equal(1);
      expect(printed.err).to.equal(
        `berth: BERTH_PORT is ${port}: set it to a port from 1 to 65000, or to 0 for any that are free\n`,
      );
    }
  });
});
