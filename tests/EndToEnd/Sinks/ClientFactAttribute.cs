namespace Sluice.Tests.Sinks;

/// <summary>A test against a real server and its official JavaScript client; skipped, except where <c>CI</c> is set, when one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClientFactAttribute : FactAttribute
{
    /// <param name="server">The server's program.</param>
    public ClientFactAttribute(string server)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) return;
        if (new ServerFactAttribute(server).Skip is { } skip) Skip = skip;
        else if (new ServerFactAttribute("node").Skip != null) Skip = "needs node";
        else if (!Directory.Exists(Path.Combine(JsClient.Folder, "node_modules"))) Skip = "needs tests/clients/node_modules (./sluice setup --test)";
    }
}
