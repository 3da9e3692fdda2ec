using System.CommandLine;
using System.Globalization;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Host.Bench;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench gate</c>: what decoding by activity saves, and what it misses.</summary>
internal static class GateBenchCommand
{
    public static Command Create()
    {
        var clips = new Option<string[]>("--clip") { Description = "A clip with its truth beside it (NAME.truth.jsonl), or any with --model; may be repeated. None renders quiet streets.", HelpName = "FILE" };
        var model = new Option<string?>("--model") { Description = "A detector: the whole graph is measured too, and clips without truth get their tracks from it.", HelpName = "MODEL" };
        var sensitivities = new Option<string>("--sensitivity") { Description = "The gate's sensitivities.", HelpName = "N[,N...]", DefaultValueFactory = _ => "1" };
        var floor = new Option<double>("--floor") { Description = "The gate's floor in seconds.", HelpName = "SECONDS", DefaultValueFactory = _ => new GateOptions().Floor.TotalSeconds };
        var picture = new Option<string?>("--picture") { Description = "Draw decode CPU against tracks caught.", HelpName = "FILE.svg" };
        var card = ModelArguments.Card();
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("gate", "Decode clips whole and gated by activity, and compare CPU time and tracks caught.") { clips, model, sensitivities, floor, picture, card, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var options = new GateBenchOptions(parsed.GetValue(clips) ?? [], parsed.GetValue(model), parsed.GetValue(card)!,
                Numbers(parsed.GetValue(sensitivities)!), Floor(parsed.GetValue(floor)), parsed.GetValue(picture));
            await new GateBench(options).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static TimeSpan Floor(double seconds) => seconds is >= 0.1 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(FormattableString.Invariant($"--floor {seconds}: write seconds from 0.1 to 3600, such as 20."));

    private static List<double> Numbers(string text) => [.. text.Split(',').Select(part =>
        double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0.05 and <= 20
            ? value
            : throw new UsageException($"--sensitivity {text}: write numbers from 0.05 to 20, such as 0.5,1,2."))];
}
