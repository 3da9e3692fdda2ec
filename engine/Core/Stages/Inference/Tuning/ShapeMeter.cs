using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>Measures how fast a model runs in different shapes, on its session alone. CPU only: a GPU has no threads to share out.</summary>
/// <param name="model">The model; borrowed. Its file is loaded again for each number of threads.</param>
public sealed class ShapeMeter(DetectionModel model) : IDisposable
{
    private static readonly int[] Batches = [1, 2, 4, 8];
    private OrtSession? _session;

    /// <summary>The shapes worth measuring: no more threads than cores, batches the model takes.</summary>
    /// <param name="cores">Cores of the machine.</param>
    public IReadOnlyList<RunShape> Shapes(int cores)
    {
        var shapes = new List<RunShape>();
        for (var threads = 1; threads <= cores; threads *= 2)
        {
            foreach (var batch in model.FixedBatch is { } only ? [only] : Batches)
            {
                for (var runs = 1; runs < cores / threads; runs *= 2) shapes.Add(new(batch, threads, runs));
                shapes.Add(new(batch, threads, cores / threads));
            }
        }

        return shapes;
    }

    /// <summary>Measures one shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="length">For how long, after a run to warm up.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="ModelException">The model cannot be run in this shape.</exception>
    /// <exception cref="OrtException">A run failed.</exception>
    public TuningResult Measure(RunShape shape, TimeSpan length, CancellationToken stop)
    {
        if (_session?.Options.IntraOpThreads != shape.Threads)
        {
            _session?.Dispose();
            _session = OrtSession.Load(model.Path, new OrtSessionOptions { IntraOpThreads = shape.Threads, LogId = model.Id }, stop);
        }

        var runs = Enumerable.Range(0, shape.Runs).Select(_ => new Line(model, _session, shape.Batch)).ToList();
        try
        {
            foreach (var run in runs) run.Once();
            var time = TimeProvider.System;
            var (cpu, started) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
            var threads = runs.ConvertAll(run => new Thread(() => run.Loop(() => !stop.IsCancellationRequested && time.GetElapsedTime(started) < length)));
            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());
            var (used, elapsed) = (Environment.CpuUsage.TotalTime - cpu, time.GetElapsedTime(started));
            stop.ThrowIfCancellationRequested();
            if (runs.Find(static run => run.Fault != null)?.Fault is { } fault)
                throw new ModelException($"Model '{model.Id}' cannot be run in {shape}: {fault.Message}", fault);
            var images = runs.Sum(static run => run.Count) * (double)shape.Batch;
            return new(shape, used.TotalMilliseconds / images, images / elapsed.TotalSeconds);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    /// <summary>Gives its session up.</summary>
    public void Dispose() => _session?.Dispose();

    // One of the runs at once.
    private sealed class Line : IDisposable
    {
        private readonly OrtTensor _input;
        private readonly BoundBatch _batch;
        private readonly OrtRunOptions _options = new();

        public Line(DetectionModel model, OrtSession session, int images)
        {
            _input = OrtTensor.Allocate(model.Ports.Input.ElementType, model.Ports.InputShape(images));
            _batch = new(model, session, _input, images);
        }

        public int Count { get; private set; }

        public Exception? Fault { get; private set; }

        public void Once() => _batch.Run(_options);

        public void Loop(Func<bool> more)
        {
            try
            {
                do
                {
                    _batch.Run(_options);
                    Count++;
                }
                while (more());
            }
            catch (Exception fault)
            {
                // Told to whoever waits for the thread: nothing may escape from it.
                Fault = fault;
            }
        }

        public void Dispose()
        {
            _batch.Dispose();
            _input.Dispose();
            _options.Dispose();
        }
    }
}
