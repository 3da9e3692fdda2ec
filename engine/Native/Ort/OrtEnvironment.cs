using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>
/// The process's one ONNX Runtime environment: made with the first session, never ended, telemetry off,
/// its log handed to <see cref="Sink"/>.
/// </summary>
public static unsafe class OrtEnvironment
{
    private static readonly Lock Gate = new(); // guards the making of the environment and changes of its level
    private static volatile Action<OrtLogMessage>? _sink;
    private static volatile OrtEnvHandle? _handle;
    private static volatile OrtMemoryInfoHandle? _cpuMemory;
    private static OrtLogLevel _level = OrtLogLevel.Warning;
    private static nint _allocator;

    /// <summary>
    /// Who gets the log; null drops it. Called on whatever thread ONNX Runtime logs from, so it has to be thread-safe
    /// and quick. What it throws is swallowed: nothing may unwind into native code.
    /// </summary>
    public static Action<OrtLogMessage>? Sink
    {
        get => _sink;
        set => _sink = value;
    }

    /// <summary>The least serious level that is logged; <see cref="OrtLogLevel.Warning"/> at first.</summary>
    public static OrtLogLevel Level
    {
        get => _level;
        set
        {
            lock (Gate)
            {
                _level = value;
                if (_handle == null) return;
                using var env = _handle.Hold();
                OrtStatus.Check(OrtLibrary.Api->UpdateEnvWithCustomLogLevel(env.Pointer, value));
            }
        }
    }

    internal static OrtEnvHandle Handle => _handle ?? Create();

    /// <summary>ONNX Runtime's default allocator; the library's own, never released.</summary>
    internal static nint Allocator
    {
        get
        {
            if (_allocator != 0) return _allocator;
            nint allocator;
            OrtStatus.Check(OrtLibrary.Api->GetAllocatorWithDefaultOptions(&allocator));
            return _allocator = allocator;
        }
    }

    /// <summary>Plain memory of the host; shared by every tensor, never released.</summary>
    internal static OrtMemoryInfoHandle CpuMemory => _cpuMemory ?? CreateCpuMemory();

    private static OrtMemoryInfoHandle CreateCpuMemory()
    {
        lock (Gate)
        {
            if (_cpuMemory != null) return _cpuMemory;
            nint memory;
            // OrtDeviceAllocator is 0, OrtMemTypeDefault 0.
            OrtStatus.Check(OrtLibrary.Api->CreateCpuMemoryInfo(0, 0, &memory));
            return _cpuMemory = new OrtMemoryInfoHandle(memory);
        }
    }

    /// <summary>Makes the environment unless there is one.</summary>
    internal static OrtEnvHandle Create()
    {
        lock (Gate)
        {
            if (_handle != null) return _handle;
            var api = OrtLibrary.Api;
            delegate* unmanaged<void*, OrtLogLevel, byte*, byte*, byte*, byte*, void> log = &Log;
            nint env;
            fixed (byte* id = "sluice\0"u8)
                OrtStatus.Check(api->CreateEnvWithCustomLogger(log, null, _level, id, &env));
            var handle = new OrtEnvHandle(env);
            OrtStatus.Check(api->DisableTelemetryEvents(env));
            return _handle = handle;
        }
    }

    [UnmanagedCallersOnly]
    private static void Log(
        void* context, OrtLogLevel level, byte* category, byte* logId, byte* location, byte* text)
    {
        try
        {
            _sink?.Invoke(new(level, OrtText.Read(logId), OrtText.Read(location), OrtText.Read(text).TrimEnd()));
        }
        catch (Exception)
        {
            // A sink that throws loses its message; unwinding through ONNX Runtime would end the process.
        }
    }
}
