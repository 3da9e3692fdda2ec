using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Tests.Sinks;

/// <summary>Scripts in tests/clients, which look at servers with their official JavaScript clients.</summary>
internal static class JsClient
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests/clients");

    /// <summary>Runs a script and reads the JSON it prints.</summary>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }
}
