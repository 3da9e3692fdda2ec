using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Native.Nvml;

/// <summary>
/// NVIDIA's management library, where a driver brought one: what the GPUs are, and how busy their engines. Thread-safe.
/// https://docs.nvidia.com/deploy/nvml-api/
/// </summary>
public sealed unsafe class NvmlLibrary : IDisposable
{
    private const int TextBytes = 96, Success = 0;
    private const uint Sent = 0, Received = 1;
    private const double Percent = 100;
    private readonly nint _library;
    private readonly nint[] _devices;
    private bool _isDisposed;

    private NvmlLibrary(nint library, nint[] devices) => (_library, _devices) = (library, devices);

    /// <summary>Opens it.</summary>
    /// <param name="path">The library; null for the one on the system's path.</param>
    /// <returns>Null where there is none, or no GPU behind it.</returns>
    public static NvmlLibrary? TryOpen(string? path = null)
    {
        if (!NativeLibrary.TryLoad(path ?? "libnvidia-ml.so.1", typeof(NvmlLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library)) return null;
        var init = (delegate* unmanaged<int>)Export(library, "nvmlInit_v2");
        var count = (delegate* unmanaged<uint*, int>)Export(library, "nvmlDeviceGetCount_v2");
        var handle = (delegate* unmanaged<uint, nint*, int>)Export(library, "nvmlDeviceGetHandleByIndex_v2");
        uint devices = 0;
        if (init == null || count == null || handle == null || init() != Success || count(&devices) != Success || devices == 0) return null;
        var found = new List<nint>();
        for (uint i = 0; i < devices; i++)
        {
            nint device;
            if (handle(i, &device) == Success) found.Add(device);
        }

        return new(library, [.. found]);
    }

    /// <summary>What the GPUs are.</summary>
    public IReadOnlyList<GpuInfo> Describe()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var text = stackalloc byte[TextBytes];
        var version = (delegate* unmanaged<byte*, uint, int>)Export(_library, "nvmlSystemGetDriverVersion");
        var driver = version != null && version(text, TextBytes) == Success ? TextOf(text) : "";
        var naming = (delegate* unmanaged<nint, byte*, uint, int>)Export(_library, "nvmlDeviceGetName");
        var list = new List<GpuInfo>();
        foreach (var device in _devices)
        {
            var name = naming != null && naming(device, text, TextBytes) == Success ? TextOf(text) : "GPU";
            var limit = One(device, "nvmlDeviceGetEnforcedPowerLimit");
            list.Add(new(name, MemoryOf(device)?.Total, limit / 1000.0, driver));
        }

        return list;
    }

    /// <summary>How busy they are now.</summary>
    public GpuReading[] Read()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return [.. _devices.Select(ReadOne)];
    }

    /// <summary>What crosses a GPU's link now. Takes 40 ms: the driver counts for 20 ms in each direction.</summary>
    /// <param name="device">Its number; one that there is not tells nothing.</param>
    public BusReading ReadBus(int device)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (device >= _devices.Length) return new(null, null, null);
        var (generation, lanes) = (One(_devices[device], "nvmlDeviceGetMaxPcieLinkGeneration"), One(_devices[device], "nvmlDeviceGetMaxPcieLinkWidth"));
        return new(Counter(_devices[device], Sent), Counter(_devices[device], Received), BytesALane(generation) * lanes);
    }

    /// <summary>Lets the driver go; the library stays loaded.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        var shutdown = (delegate* unmanaged<int>)Export(_library, "nvmlShutdown");
        if (shutdown != null) _ = shutdown();
    }

    private GpuReading ReadOne(nint device)
    {
        var rates = (delegate* unmanaged<nint, uint*, int>)Export(_library, "nvmlDeviceGetUtilizationRates");
        var busy = stackalloc uint[2];
        var knows = rates != null && rates(device, busy) == Success;
        return new(knows ? busy[0] / Percent : null, knows ? busy[1] / Percent : null,
            Engine(device, "nvmlDeviceGetDecoderUtilization"), Engine(device, "nvmlDeviceGetEncoderUtilization"), MemoryOf(device)?.Used);
    }

    private double? Engine(nint device, string function)
    {
        var call = (delegate* unmanaged<nint, uint*, uint*, int>)Export(_library, function);
        uint busy = 0, periodMicroseconds = 0;
        return call != null && call(device, &busy, &periodMicroseconds) == Success ? busy / Percent : null;
    }

    private double? Counter(nint device, uint counter)
    {
        const double kilobyte = 1000;
        var call = (delegate* unmanaged<nint, uint, uint*, int>)Export(_library, "nvmlDeviceGetPcieThroughput");
        uint value = 0;
        return call != null && call(device, counter, &value) == Success ? value * kilobyte : null;
    }

    // Each generation doubles the transfers a second. Of what is transferred 8 bits in 10 are data up to the second, 128 in 130 up to the fifth.
    private static double? BytesALane(uint? generation) => generation switch
    {
        1 => 250e6,
        2 => 500e6,
        >= 3 and <= 5 => 1e9 * (1 << (int)(generation - 3)) * 128 / 130,
        6 => 8e9,
        _ => null,
    };

    private uint? One(nint device, string function)
    {
        var call = (delegate* unmanaged<nint, uint*, int>)Export(_library, function);
        uint value = 0;
        return call != null && call(device, &value) == Success ? value : null;
    }

    private (long Total, long Used)? MemoryOf(nint device)
    {
        // nvmlMemory_t: total, free, used.
        var call = (delegate* unmanaged<nint, ulong*, int>)Export(_library, "nvmlDeviceGetMemoryInfo");
        var bytes = stackalloc ulong[3];
        return call != null && call(device, bytes) == Success ? ((long)bytes[0], (long)bytes[2]) : null;
    }

    private static nint Export(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var export) ? export : 0;

    private static string TextOf(byte* text)
    {
        var all = new ReadOnlySpan<byte>(text, TextBytes);
        var end = all.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? all : all[..end]);
    }
}
