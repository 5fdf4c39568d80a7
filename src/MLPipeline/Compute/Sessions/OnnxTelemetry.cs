using System.Runtime.CompilerServices;

namespace MLPipeline.Compute;

/// <summary>
/// Keeps ONNX Runtime from telling its makers about this machine. Left alone it writes a device id and a database of events into the
/// user's cache folder and looks up an outside host (1.31.1 on Linux).
/// </summary>
/// <remarks>
/// Nothing but the variable, set in the C library before the first session, has an effect there: neither .NET's own copy of the
/// environment nor <c>OrtEnv.DisableTelemetryEvents</c>.
/// </remarks>
internal static class OnnxTelemetry
{
    /// <summary>What ONNX Runtime reads: 1 is off.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Whether it is off. A user who set the variable to something else has it on.</summary>
    public static bool IsOff
    {
        get
        {
            try
            {
                return NativeEnvironment.Get(Variable) == "1";
            }
            catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
            {
                return false;
            }
        }
    }

    // The library's first breath: whatever of it is used, no session is older, and hardly any other thread reads the environment yet.
#pragma warning disable CA2255 // Meant for programs; here the library has to be before its callers.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void TurnOff()
    {
        try
        {
            if (NativeEnvironment.Get(Variable) is null)
            {
                NativeEnvironment.Set(Variable, "1");
            }
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            // A C library of another kind: the doctor says that it is on, and nothing else fails.
        }
    }
}
