namespace Sluice.Native.Ort;

/// <summary>Turns <see cref="OrtSessionOptions"/> into the native object.</summary>
internal static unsafe class OrtSessionOptionsBuilder
{
    internal static OrtSessionOptionsHandle Build(OrtSessionOptions options, string logId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.IntraOpThreads);
        ArgumentOutOfRangeException.ThrowIfNegative(options.InterOpThreads);
        // Providers log while they are added, and without an environment there is no logger: the call would fail.
        OrtEnvironment.Create();
        nint native;
        OrtStatus.Check(OrtLibrary.Api->CreateSessionOptions(&native));
        var handle = new OrtSessionOptionsHandle(native);
        try
        {
            Apply(native, options, logId);
            foreach (var provider in options.Providers) OrtProviders.Append(native, provider, options.Lane);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void Apply(nint native, OrtSessionOptions options, string logId)
    {
        var api = OrtLibrary.Api;
        OrtStatus.Check(api->SetIntraOpNumThreads(native, options.IntraOpThreads));
        OrtStatus.Check(api->SetInterOpNumThreads(native, options.InterOpThreads));
        // ORT_SEQUENTIAL is 0, ORT_PARALLEL 1: without it the second pool is never used.
        OrtStatus.Check(api->SetSessionExecutionMode(native, options.InterOpThreads == 1 ? 0 : 1));
        OrtStatus.Check(api->SetSessionGraphOptimizationLevel(native, options.GraphOptimization));
        OrtStatus.Check(options.MemoryArena ? api->EnableCpuMemArena(native) : api->DisableCpuMemArena(native));
        OrtStatus.Check(options.MemoryPattern ? api->EnableMemPattern(native) : api->DisableMemPattern(native));
        fixed (byte* id = OrtText.Utf8(logId)) OrtStatus.Check(api->SetSessionLogId(native, id));
        if (options.ProfilePrefix is { } prefix)
            fixed (byte* path = OrtText.Utf8(prefix)) OrtStatus.Check(api->EnableProfiling(native, path));
        var spinning = options.AllowSpinning ? "1" : "0";
        AddEntry(native, "session.intra_op.allow_spinning", spinning);
        AddEntry(native, "session.inter_op.allow_spinning", spinning);

        // Where a processor has no instructions for products of bytes (VNNI), sums of 8-bit weights and inputs would overflow 16 bits silently, and
        // a quantised model would find something else than on the next machine. Elsewhere this changes nothing.
        AddEntry(native, "session.x64quantprecision", "1");
        foreach (var (key, value) in options.ConfigEntries) AddEntry(native, key, value);
    }

    private static void AddEntry(nint native, string key, string value)
    {
        fixed (byte* k = OrtText.Utf8(key))
        fixed (byte* v = OrtText.Utf8(value))
            OrtStatus.Check(OrtLibrary.Api->AddSessionConfigEntry(native, k, v), key);
    }
}
