package io.ringloom.example.kv;

import io.ringloom.Connection;
import io.ringloom.ConnectionHandler;
import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.command.Commands;
import io.ringloom.example.kv.durable.JournalException;
import io.ringloom.example.kv.resp.ProtocolException;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.resp.RequestReader;
import java.io.EOFException;
import java.io.IOException;

/** Serves one client: reads a request, carries it out, and writes the reply, until it leaves. */
final class KvHandler implements ConnectionHandler {
  private final SharedState shared;
  private final Commands commands = new Commands();

  KvHandler(SharedState shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Connection connection) throws IOException {
    try (Client client = new Client(shared, connection)) {
      serve(
          client,
          new RequestReader(
              connection.input(), client.limits(), client.requestMemory(), client::await));
    } catch (EOFException e) {
      // A request without its end; there is nobody left who waits for a reply.
    } catch (JournalException e) {
      // Nobody may be told that his changes were made. The journal has logged the cause.
      connection.abort();
    }
  }

  private void serve(Client client, RequestReader requests) throws IOException {
    try {
      while (!client.isClosing()) {
        requests.setAuthenticated(client.isAuthenticated());
        Request request = requests.read();
        if (request == null) {
          break;
        }
        commands.execute(client, request);
      }
    } catch (ProtocolException e) {
      client.replies().error(e.reply());
    }
    client.settle();
  }
}
