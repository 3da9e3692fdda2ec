using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Core.Web;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice sources</c>: lists, adds, removes and pauses the sources of a running engine, through its web front.</summary>
internal static class SourcesCommand
{
    private const string Sources = "v1/sources";

    public static Command Create()
    {
        var command = new Command("sources", "Change the sources of a running engine, through engine.http of its graph.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Replace());
        command.Subcommands.Add(OnOne("remove", "Remove a source; its frames in flight finish or are counted as dropped.", HttpMethod.Delete, ""));
        command.Subcommands.Add(OnOne("pause", "Pause a source: a camera is disconnected, a recording keeps its place.", HttpMethod.Post, "/pause"));
        command.Subcommands.Add(OnOne("resume", "Let a paused source go on.", HttpMethod.Post, "/resume"));
        return command;
    }

    private static Option<string> Front() => new("--http")
    {
        Description = "Where the engine's web front listens: what the graph has under engine.http.",
        DefaultValueFactory = static _ => "127.0.0.1:8088",
        HelpName = "ADDRESS:PORT",
    };

    private static Argument<string> Id() => new("id") { Description = "The source's id." };

    private static Argument<string> Text() => new("source")
    {
        Description = "An entry of 'sources', in YAML or JSON, such as '{ id: gate, uri: \"rtsp://camera.example/1\" }'; @FILE reads a file, - standard input.",
    };

    private static Command List()
    {
        var (front, json) = (Front(), new Option<bool>("--json") { Description = "Print what the engine answers." });
        var command = new Command("list", "List the sources and how they are.") { front, json };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(front)!, HttpMethod.Get, Sources, null, parsed.GetValue(json) ? Console.WriteLine : Print, stop));
        return command;
    }

    private static Command Add()
    {
        var (front, text) = (Front(), Text());
        var command = new Command("add", "Add a source.") { text, front };
        command.SetAction(async (parsed, stop) => await RunAsync(parsed.GetValue(front)!, HttpMethod.Post, Sources, await ReadAsync(parsed.GetValue(text)!, stop), PrintOne("added"), stop));
        return command;
    }

    private static Command Replace()
    {
        var (front, id, text) = (Front(), Id(), Text());
        var command = new Command("replace", "Replace a source by another of the same id.") { id, text, front };
        command.SetAction(async (parsed, stop) => await RunAsync(parsed.GetValue(front)!, HttpMethod.Put, PathOf(parsed.GetValue(id)!),
            await ReadAsync(parsed.GetValue(text)!, stop), PrintOne("replaced"), stop));
        return command;
    }

    private static Command OnOne(string name, string about, HttpMethod method, string verb)
    {
        var (front, id) = (Front(), Id());
        var command = new Command(name, about) { id, front };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(front)!, method, PathOf(parsed.GetValue(id)!) + verb, null, PrintOne(name.EndsWith('e') ? name + "d" : name + "ed"), stop));
        return command;
    }

    private static string PathOf(string id) => $"{Sources}/{Uri.EscapeDataString(id)}";

    private static async Task<string> ReadAsync(string text, CancellationToken stop)
    {
        if (text == "-") return await Console.In.ReadToEndAsync(stop);
        if (!text.StartsWith('@')) return text;
        return File.Exists(text[1..]) ? await File.ReadAllTextAsync(text[1..], stop) : throw new UsageException($"no such file: {text[1..]}");
    }

    private static async Task<int> RunAsync(string front, HttpMethod method, string path, string? body, Action<string> print, CancellationToken stop)
    {
        Uri address;
        try
        {
            address = new($"http://{LoopbackAddress.Parse(front)}/");
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--http {front}: write a loopback address with a port, such as 127.0.0.1:8088.");
        }

        // Loopback only: a proxy of the environment has no business between.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        using var request = new HttpRequestMessage(method, path);
        if (body != null) request.Content = new StringContent(body, Encoding.UTF8, "application/yaml");
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, stop);
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"sluice: nobody answers at {address}: {fault.Message} Is the engine running, with 'engine: {{ http: {front} }}' in its graph?");
            return ExitCode.Failed;
        }

        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            if (answer.IsSuccessStatusCode)
            {
                print(text);
                return ExitCode.Done;
            }

            foreach (var error in ErrorsOf(text, answer)) await Console.Error.WriteLineAsync(error);
            return (int)answer.StatusCode is 422 or 413 ? ExitCode.BadUsage : ExitCode.Failed;
        }
    }

    private static IReadOnlyList<string> ErrorsOf(string text, HttpResponseMessage answer)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.GetProperty("errors").EnumerateArray().Select(static error
                => (error.TryGetProperty("at", out var at) ? $"{at.GetString()}: " : "sluice: ") + error.GetProperty("message").GetString())];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [$"sluice: the answer was {(int)answer.StatusCode} {answer.ReasonPhrase}; is that a sluice engine?"];
        }
    }

    private static Action<string> PrintOne(string done) => text =>
    {
        using var json = JsonDocument.Parse(text);
        var source = json.RootElement.GetProperty("source");
        Console.WriteLine($"{source.GetProperty("id").GetString()}: {done}; {source.GetProperty("state").GetString()}, {source.GetProperty("arrived")} frames so far");
        foreach (var warning in json.RootElement.GetProperty("warnings").EnumerateArray()) Console.Error.WriteLine($"warning: {warning.GetString()}");
    };

    private static void Print(string text)
    {
        using var json = JsonDocument.Parse(text);
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("source").AddColumn("state").AddColumn(new TableColumn("fps").RightAligned()).AddColumn(new TableColumn("arrived").RightAligned())
            .AddColumn(new TableColumn("reconnects").RightAligned()).AddColumn("uri").AddColumn("last error");
        foreach (var source in json.RootElement.GetProperty("sources").EnumerateArray())
        {
            string Of(string key) => source.TryGetProperty(key, out var value) ? value.ToString() : "";
            var fps = source.TryGetProperty("fps", out var rate) ? rate.GetDouble().ToString("0.0", CultureInfo.InvariantCulture) : "";
            var reason = Of("reason") is { Length: > 0 } code ? $"{code} ({Of("side")}): " : "";
            table.AddRow(new Text(Of("id")), new Text(Of("state")), new Text(fps), new Text(Of("arrived")), new Text(Of("reconnects")), new Text(Of("uri")), new Text(reason + Of("last_error")));
        }

        AnsiConsole.Write(table);
    }
}
