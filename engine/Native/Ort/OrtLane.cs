using Sluice.Native.Cuda;

namespace Sluice.Native.Ort;

/// <summary>
/// Where the runs of a session go on a CUDA device: one stream, given to whoever writes the inputs as well, so that a run follows the writing
/// by the stream's order and nobody waits in between; and one run at a time, because a provider with a stream of the user's has one set of
/// library handles for all runs. Where runs are captured into CUDA graphs they come from one thread: the provider keeps each thread's graphs
/// for that thread. Counted like a lease: the session has the first right.
/// </summary>
/// <remarks>
/// https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html (user_compute_stream, enable_cuda_graph).
/// </remarks>
public sealed class OrtLane : IDisposable
{
    private readonly Lock _turn = new(); // held for a whole run: what is written for it, the run, and what is read of it
    private OrtLaneThread? _thread;
    private int _rights = 1;
    private int _graphs;

    /// <summary>Makes its stream.</summary>
    /// <param name="context">The device; held until the lane is gone.</param>
    /// <param name="capturesGraphs">Whether the session captures its runs into CUDA graphs.</param>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public OrtLane(CudaContext context, bool capturesGraphs = false)
    {
        // Not one that the default stream waits for: decoders write their surfaces on that, and would wait for every run.
        Stream = new(context);
        CapturesGraphs = capturesGraphs;
    }

    /// <summary>The stream.</summary>
    public CudaStream Stream { get; }

    /// <summary>Whether the session captures its runs into CUDA graphs.</summary>
    public bool CapturesGraphs { get; }

    /// <summary>Takes the lane until the scope ends, on the same thread: nobody else's work comes between.</summary>
    public Lock.Scope Enter() => _turn.EnterScope();

    /// <summary>A number for a graph, never given twice; 0 and less have a meaning of their own.</summary>
    public int NextGraph() => Interlocked.Increment(ref _graphs);

    /// <summary>Takes a further right, to be given up by <see cref="Dispose"/>.</summary>
    /// <returns>False where the last one was given up.</returns>
    public bool TryShare()
    {
        var rights = Volatile.Read(ref _rights);
        while (rights > 0)
        {
            var found = Interlocked.CompareExchange(ref _rights, rights + 1, rights);
            if (found == rights) return true;
            rights = found;
        }

        return false;
    }

    /// <summary>Gives a right up; the last one takes stream and thread along.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _rights) != 0) return;
        _thread?.End();
        Stream.Dispose();
    }

    internal void Run(OrtBinding binding, OrtRunOptions? options)
    {
        using var turn = _turn.EnterScope();
        if (!CapturesGraphs) binding.RunHere(options);
        else (_thread ??= new()).Run(binding, options);
    }
}
