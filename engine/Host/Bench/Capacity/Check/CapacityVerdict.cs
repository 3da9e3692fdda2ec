using System.Globalization;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity.Check;

/// <summary>What checking an answer gave.</summary>
/// <param name="Finding">Whether it holds.</param>
/// <param name="Claim">What was claimed.</param>
/// <param name="Within">The trial of that number; null where it is 0.</param>
/// <param name="Beyond">The trial of more; null where it was not made.</param>
internal sealed record CapacityVerdict(CapacityFinding Finding, CapacityClaim Claim, Trial? Within, Trial? Beyond)
{
    /// <summary>In one sentence.</summary>
    public string Sentence => Finding switch
    {
        CapacityFinding.Holds when Beyond == null => Text($"{Claim.Cameras} cameras hold again; whether more would was never tried."),
        CapacityFinding.Holds => Text($"{Claim.Cameras} cameras hold again and {Claim.TooMany} fail: the answer holds."),
        CapacityFinding.TooHigh => Text($"{Claim.Cameras} cameras fail: the answer is too high. {First(Within)}"),
        CapacityFinding.TooLow => Text($"{Claim.TooMany} cameras hold too: the answer is too low; run bench capacity again."),
        _ when Within is { Holds: false } => Text($"{Claim.Cameras} cameras fail, and other programs took much of this box meanwhile: try again on an idle one. {First(Within)}"),
        _ => Text($"{Claim.Cameras} cameras hold again; {Claim.TooMany} fail, and other programs took much of this box meanwhile: an idle one may hold more."),
    };

    /// <summary>One JSON object.</summary>
    public string Json() => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["finding"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(Finding.ToString()),
        ["cameras"] = Claim.Cameras,
        ["too_many"] = Claim.TooMany,
        ["sentence"] = Sentence,
        ["trials"] = new[] { Within, Beyond }.OfType<Trial>().Select(static trial => new
        {
            trial.Cameras,
            trial.Holds,
            end = trial.EndName,
            seconds = trial.Last?.At,
            cores = Math.Round(trial.Cores, 3),
            trial.Worst,
            trial.Reasons,
        }),
    }, TrialSpec.Form);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture).TrimEnd();

    private static string? First(Trial? trial) => trial?.Reasons is [var reason, ..] ? reason : null;
}
