namespace MLPipeline.Reliability;

/// <summary>How much is tried: little with the other tests, much where <c>MLPIPELINE_RELIABILITY=long</c> asks for it.</summary>
internal static class Effort
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("MLPIPELINE_RELIABILITY") == "long";

    public static int Of(int few, int many) => IsLong ? many : few;

    /// <summary>Adds a line to what a long run reports, in the file that <c>MLPIPELINE_RELIABILITY_LOG</c> names.</summary>
    public static void Report(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("MLPIPELINE_RELIABILITY_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + "\n");
        }
    }
}
