using System.CommandLine;
using System.Security.Cryptography;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Cards;
using Sluice.Host.Output;
using Sluice.Native.Ort;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary>
/// <c>sluice models inspect MODEL</c>: what an ONNX file takes and gives, and how its card reads it; where there is none, a card worked out
/// from the file, and what must be confirmed.
/// </summary>
internal static class ModelInspection
{
    public static Command Create()
    {
        var path = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var card = ModelArguments.Card();
        var write = new Option<bool>("--write") { Description = "Save the proposed card beside the model, once nothing is left to confirm." };
        var inspect = new Command("inspect", "Show a model's tensors and what its card makes of them, or propose a card. Exit code 3: something must be confirmed.")
        {
            path, card, write,
        };
        inspect.SetAction(parsed => Inspect(parsed.GetValue(path)!, parsed.GetValue(card)!, parsed.GetValue(write)));
        return inspect;
    }

    private static int Inspect(string path, string[] given, bool write)
    {
        using var stop = new Interrupts();
        var graph = ModelOpener.Graph(path, given);
        var file = ModelOpener.CardFile(path);
        if (File.Exists(file) && write) throw new UsageException($"--write: there is a card already, {file}; remove it first, or change it.");

        CardProposal proposal;
        using (var session = OrtSession.Load(graph.Models[0].ModelPath, null, stop.Token))
        {
            Show(session);
            if (File.Exists(file) && given.Length == 0) return Describe(graph, file, stop.Token);
            proposal = Propose(session, graph.Models[0], given);
        }

        Console.Write(proposal.ToYaml());
        if (!proposal.IsSettled)
        {
            Console.Error.WriteLine($"Confirm {string.Join(", ", proposal.Questions.Select(question => question.Key))}: give each with --card KEY=VALUE"
                + (write ? "; nothing was written." : ", then --write saves the card."));
            return ExitCode.Unsettled;
        }

        if (!write) return ExitCode.Done;
        File.WriteAllText(file, proposal.ToYaml());
        Console.Error.WriteLine($"Wrote {file}.");
        return Describe(ModelOpener.Graph(path, []), file, stop.Token);
    }

    private static CardProposal Propose(OrtSession session, ModelConfig config, string[] given)
    {
        string hash;
        using (var file = File.OpenRead(config.ModelPath)) hash = Convert.ToHexStringLower(SHA256.HashData(file));
        var values = given.Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, group.Last()[1].Trim()));
        return CardProposer.Propose(session, config.ModelPath, hash, config.Card ?? new(), values);
    }

    // The YAML alone goes where it may be redirected to.
    private static void Show(OrtSession session)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("tensor").AddColumn("type and shape");
        foreach (var input in session.Inputs) table.AddRow(new Text($"input {input.Name}"), new Text(input.Describe()));
        foreach (var output in session.Outputs) table.AddRow(new Text($"output {output.Name}"), new Text(output.Describe()));
        (Console.IsOutputRedirected ? ErrorConsole.Create() : AnsiConsole.Console).Write(table);
    }

    private static int Describe(GraphConfig graph, string file, CancellationToken stop)
    {
        using var registry = ModelOpener.Registry(graph, selfTest: false);
        var model = registry.Get(ModelOpener.Id, 1, stop);
        Console.WriteLine($"{file}: family {model.FamilyName}, input {model.InputWidth}x{model.InputHeight}, {model.Labels.Length} labels, sha256 {model.Sha256}");
        foreach (var note in model.Notes) Console.WriteLine($"note: {note}");
        if (model.Card.Golden == null)
            Console.WriteLine("note: no golden image; 'sluice models check MODEL --image FILE --write' records one, which every load is then held to");
        return ExitCode.Done;
    }
}
