using System.Runtime.InteropServices;
using Sluice.Core.Store;

if (args is ["store", var folder, "--listen", var listen, .. var rest])
{
    using var stop = new CancellationTokenSource();
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => { signal.Cancel = true; stop.Cancel(); });
    try
    {
        await StoreServer.RunAsync(folder, listen, Console.Out, rest is ["--until-input-ends"] ? Console.In : null, stop.Token);
        return 0;
    }
    catch (StoreException fault)
    {
        await Console.Error.WriteLineAsync(fault.Message);
        return 1;
    }
}

Console.WriteLine("sluice");
return 0;
