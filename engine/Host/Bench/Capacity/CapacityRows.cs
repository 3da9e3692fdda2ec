using System.Globalization;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a capacity bench found as rows of the tables <c>bench_results</c> and <c>bench_trials</c>, an object of JSON each.</summary>
internal static class CapacityRows
{
    /// <summary>The row of the result.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="id">Joins it to its trials.</param>
    public static string Result(CapacityResult result, Guid id)
    {
        var (machine, options, clip) = (result.Machine, result.Options, result.Clips[0]);
        return JsonSerializer.Serialize(new
        {
            engine = result.Engine,
            result = id,
            at = Time(result),
            bench = "capacity",
            graph = Path.GetFileName(options.Graph),
            config = result.Revision,
            models = result.Models,
            versions = new { system = machine.System, runtime = machine.Runtime, ffmpeg = machine.FFmpeg, onnxruntime = machine.OnnxRuntime, sluice = machine.Sluice },
            processor = machine.Processor,
            cores = (double)(options.Cores ?? machine.Cores),
            memory_bytes = machine.MemoryBytes,
            accelerators = machine.Accelerators.Select(static one => one.Name),
            load_before = machine.LoadBefore,
            via = options.OverRtsp ? "rtsp" : "packets",
            codec = clip.Codec,
            width = clip.Width,
            height = clip.Height,
            fps = clip.Fps,
            bit_rate = clip.BitRate,
            window_seconds = options.Window.TotalSeconds,
            p95_budget_ms = options.P95.TotalMilliseconds,
            cameras = result.Cameras,
            cameras_with_reserve = result.CamerasWithReserve,
            is_most_tried = result.IsMost ? 1 : 0,
            is_disturbed = result.IsDisturbed ? 1 : 0,
            limited_by = result.LimitedBy ?? "",
            worst_source = result.Worst?.Source ?? "",
            worst_delivered = result.Worst?.DeliveredRatio,
            worst_lost = result.Worst?.LostRatio,
            worst_p95_ms = result.Worst?.P95Ms,
            cost_per_camera = result.Cost?.Model?.PerCamera,
            cost_per_frame = result.Cost?.Model?.PerFrame,
            cost_per_megapixel = result.Cost?.Model?.PerMegapixel,
            held_out_error = result.Cost?.HeldOutError,
            stage_us = result.Stages.ToDictionary(static part => part.Part, static part => part.LightMicroseconds),
            json = CapacityReport.Json(result),
        });
    }

    /// <summary>The rows of its trials.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="id">The result's.</param>
    public static IEnumerable<string> Trials(CapacityResult result, Guid id) => result.Trials.Select((trial, i) => JsonSerializer.Serialize(new
    {
        engine = result.Engine,
        result = id,
        at = Time(result),
        trial = i,
        cameras = trial.Cameras,
        holds = trial.Holds ? 1 : 0,
        ended = trial.EndName,
        seconds = trial.Last?.At ?? 0,
        cores = trial.Cores,
        resident_bytes = trial.Last?.ResidentBytes ?? 0,
        worst_source = trial.Worst?.Source ?? "",
        worst_delivered = trial.Worst?.DeliveredRatio,
        worst_lost = trial.Worst?.LostRatio,
        worst_p95_ms = trial.Worst?.P95Ms,
        reasons = trial.Reasons,
    }));

    // As the server reads it without a setting.
    private static string Time(CapacityResult result) => result.Machine.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
