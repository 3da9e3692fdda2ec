using System.Collections.Immutable;
using Sluice.Core.Graph;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of what comes from cameras and files before it is a picture; of sources that count such things.</summary>
internal static class StreamFamilies
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Of("sluice_decode_errors_total", "{picture}", "Pictures that the decoder called damaged, whether or not they were left out.", static s => s.DamagedPictures),
        Of("sluice_source_lost_packets_total", "{packet}", "Network packets that never came.", static s => s.LostPackets),
        Of("sluice_source_stalls_total", "{stall}", "How often the source was connected and nothing came.", static s => s.Stalls),
        Of("sluice_source_decoder_openings_total", "{opening}", "Decoders opened.", static s => s.DecoderOpenings),
        Of("sluice_source_stuck_calls_total", "{call}", "Native calls left behind because they did not come back.", static s => s.StuckCalls),
        Of("sluice_source_time_repairs_total", "{frame}", "Frames whose time was missing, went back or jumped.", static s => s.TimeRepairs),
        Of("sluice_source_refused_clocks_total", "{packet}", "Packets whose sender's clock was too far from ours.", static s => s.RefusedClocks),
        Gauge("sluice_source_jitter_seconds", "s", "How unevenly packets arrive (RFC 3550).", ["source"], static (s, to) =>
        {
            foreach (var source in s.Sources)
                if (source.Stream?.JitterSeconds is { } jitter) to.Add(jitter, source.Id);
        }),
        Histogram("sluice_source_decoder_hold_seconds", "s", "From a packet going into the decoder to its frame coming out.", ["source"], static (s, to) =>
        {
            foreach (var source in s.Sources)
                if (source.Stream is { } stream) to.Add(stream.DecoderHold, source.Id);
        }),
    ];

    private static Metric Of(string name, string unit, string help, Func<StreamCounts, double> value) => Counter(name, unit, help, ["source"], (s, to) =>
    {
        foreach (var source in s.Sources)
            if (source.Stream is { } stream) to.Add(value(stream), source.Id);
    });
}
