Console.WriteLine("mlpipeline");
