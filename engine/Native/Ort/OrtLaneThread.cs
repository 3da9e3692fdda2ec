using System.Runtime.ExceptionServices;

namespace Sluice.Native.Ort;

/// <summary>A thread that runs bindings for others, one after another. For one caller at a time.</summary>
internal sealed class OrtLaneThread
{
    // Guards the rest; pulsed when a binding comes, when its run is over, and at the end.
    private readonly object _signal = new();
    private OrtBinding? _binding;
    private OrtRunOptions? _options;
    private ExceptionDispatchInfo? _fault;
    private bool _isOver;

    internal OrtLaneThread() => new Thread(Loop) { IsBackground = true, Name = "cuda-graphs" }.Start();

    /// <summary>Runs a binding and waits for it. Throws what the run threw.</summary>
    internal void Run(OrtBinding binding, OrtRunOptions? options)
    {
        ExceptionDispatchInfo? fault;
        lock (_signal)
        {
            (_binding, _options, _fault) = (binding, options, null);
            Monitor.PulseAll(_signal);
            while (_binding != null) Monitor.Wait(_signal);
            fault = _fault;
        }

        fault?.Throw();
    }

    /// <summary>Ends it; nobody runs anything any more.</summary>
    internal void End()
    {
        lock (_signal)
        {
            _isOver = true;
            Monitor.PulseAll(_signal);
        }
    }

    private void Loop()
    {
        while (true)
        {
            OrtBinding binding;
            lock (_signal)
            {
                while (_binding == null && !_isOver) Monitor.Wait(_signal);
                if (_binding == null) return;
                binding = _binding;
            }

            ExceptionDispatchInfo? fault = null;
            try
            {
                binding.RunHere(_options);
            }
            catch (Exception thrown)
            {
                // Thrown again where it was asked for.
                fault = ExceptionDispatchInfo.Capture(thrown);
            }

            lock (_signal)
            {
                (_binding, _options, _fault) = (null, null, fault);
                Monitor.PulseAll(_signal);
            }
        }
    }
}
