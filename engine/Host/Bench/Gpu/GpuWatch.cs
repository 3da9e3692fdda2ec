using Sluice.Native.Nvml;

namespace Sluice.Host.Bench.Gpu;

/// <summary>Reads how busy a GPU is, ten times a second, while something is measured.</summary>
internal sealed class GpuWatch : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private readonly NvmlLibrary? _library;
    private readonly int _device;
    private readonly CancellationTokenSource _end = new();
    private readonly List<GpuReading> _readings = [];
    private readonly List<BusReading> _bus = [];
    private readonly Task _reading;

    /// <summary>Begins.</summary>
    /// <param name="library">The driver's management library; null where there is none.</param>
    /// <param name="device">The GPU's number there.</param>
    public GpuWatch(NvmlLibrary? library, int device)
    {
        (_library, _device) = (library, device);
        _reading = ReadAsync();
    }

    /// <summary>Ends, and says the means over the time; what was never told is null.</summary>
    public async Task<(double? Decoder, double? Compute, double? Bus)> EndAsync()
    {
        await _end.CancelAsync();
        await _reading;
        var (toHost, toDevice) = (Mean(_bus, static reading => reading.ToHost / reading.Limit), Mean(_bus, static reading => reading.ToDevice / reading.Limit));
        return (Mean(_readings, static reading => reading.Decoder), Mean(_readings, static reading => reading.Compute), toHost > toDevice ? toHost : toDevice ?? toHost);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        if (_library == null) return;
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                if (_library.Read() is { } all && _device < all.Length) _readings.Add(all[_device]);
                _bus.Add(_library.ReadBus(_device));
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
    }

    private static double? Mean<T>(List<T> readings, Func<T, double?> value)
    {
        var known = readings.Select(value).OfType<double>().ToList();
        return known.Count == 0 ? null : Math.Round(known.Average(), 3);
    }
}
