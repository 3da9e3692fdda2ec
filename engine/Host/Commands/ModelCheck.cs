using System.CommandLine;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Cards;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice models check MODEL</c>: runs the golden image of a model's card, or records one.</summary>
internal static class ModelCheck
{
    public static Command Create()
    {
        var path = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var card = ModelArguments.Card();
        var image = new Option<string?>("--image") { Description = "Show what the model finds in another picture.", HelpName = "FILE" };
        var write = new Option<bool>("--write") { Description = "Record the picture and what was found in it as the card's golden image." };
        var check = new Command("check", "Hold a model to its golden image: a picture and what must be found in it.") { path, card, image, write };
        check.SetAction(parsed => Check(parsed.GetValue(path)!, parsed.GetValue(card)!, parsed.GetValue(image), parsed.GetValue(write)));
        return check;
    }

    private static int Check(string path, string[] card, string? image, bool write)
    {
        using var stop = new Interrupts();
        if (write && image == null) throw new UsageException("--write: name the picture with --image.");
        if (image != null && !File.Exists(image)) throw new UsageException($"--image {image}: there is no such file.");
        using var registry = ModelOpener.Registry(ModelOpener.Graph(path, card), selfTest: false);
        var model = registry.Get(ModelOpener.Id, Environment.ProcessorCount, stop.Token);
        if (image == null) return Compare(model, stop.Token);

        var golden = ModelSelfTest.Record(model, image, stop.Token);
        if (write) Write(ModelOpener.CardFile(path), image, golden);
        else Console.Write(CardText.Block(golden));
        return ExitCode.Done;
    }

    private static int Compare(DetectionModel model, CancellationToken stop)
    {
        if (model.Card.Golden == null)
        {
            Console.Error.WriteLine($"{model.Path}: the card has no golden image; look at a picture's boxes with --image FILE, and record them with --write.");
            return ExitCode.Failed;
        }

        var result = ModelSelfTest.Run(model, stop);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "class", "expected", "found", "IoU", "score expected", "score found");
        foreach (var row in result.Rows)
            table.AddRow(row.IsMet ? "ok" : "DIFFERS", Markup.Escape(row.Label), Box(row.ExpectedBox), Box(row.FoundBox), Number(row.Overlap),
                Number(row.Expected), Number(row.Found));
        AnsiConsole.Write(table);
        Console.WriteLine(result.Passed ? $"{result.Image}: all {result.Rows.Length} as expected" : $"{result.Image}: {result.Differences}");
        return result.Passed ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(string file, string image, Golden golden)
    {
        if (!File.Exists(file))
            throw new UsageException($"--write: there is no card {file}; write one first with 'sluice models inspect MODEL --write'.");
        var copy = Path.Combine(Path.GetDirectoryName(file)!, golden.Image);
        if (!Path.GetFullPath(image).Equals(copy, StringComparison.Ordinal)) File.Copy(image, copy, overwrite: true);
        File.WriteAllText(file, CardText.WithGolden(File.ReadAllText(file), golden));
        Console.WriteLine($"Recorded {golden.Image} with {golden.Boxes.Count} boxes in {file}.");
    }

    private static string Box(BoundingBox? box)
        => box is { } some ? Markup.Escape(FormattableString.Invariant($"[{some.X1:0.0}, {some.Y1:0.0}, {some.X2:0.0}, {some.Y2:0.0}]")) : "";

    private static string Number(float? value) => value is { } some ? FormattableString.Invariant($"{some:0.000}") : "";
}
